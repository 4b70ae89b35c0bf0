package dev.nines.channel.http;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is posted.
 *
 * @param url where to
 * @param headers by name; {@code Content-Type} is JSON where none is given
 * @param body the whole body
 * @param readsAnswer whether the answer's body matters, or its status says everything
 */
public record Request(URI url, Map<String, String> headers, String body, boolean readsAnswer) {
  /** Copies the headers. */
  public Request {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
  }

  /** {@return the request without path, headers and body, which hold secrets} */
  @Override
  public String toString() {
    return "Request[to " + url.getHost() + "]";
  }
}
