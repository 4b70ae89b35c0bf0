package dev.nines.channel.receivers;

import dev.nines.channel.Channel;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.http.HttpPost;

/**
 * Posts each notification to one address. Thread-safe.
 *
 * <p>The address is often a secret, so only its host is ever told.
 */
public final class HttpChannel implements Channel {
  private final String name;
  private final HttpFormat format;
  private final HttpPost http;

  HttpChannel(String name, HttpFormat format, HttpPost http) {
    this.name = name;
    this.format = format;
    this.http = http;
  }

  @Override
  public Delivery deliver(Notification notification) {
    return format
        .request(notification)
        .map(request -> format.verdict(String.valueOf(request.url().getHost()), http.send(request)))
        .orElseGet(() -> new Delivery.Delivered("nothing to tell such a receiver"));
  }

  @Override
  public String toString() {
    return "HttpChannel[" + name + "]";
  }
}
