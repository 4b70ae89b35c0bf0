package dev.nines.channel.receivers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Notification;
import dev.nines.channel.NotificationJson;
import dev.nines.channel.Templates;
import dev.nines.channel.http.Request;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Optional;

/** The generic webhook, after Standard Webhooks. */
final class WebhookFormat implements HttpFormat {
  private final ChannelSpec.Webhook spec;
  private final ZoneId zone;
  private final Optional<WebhookSignature> signature;
  private final InstantSource clock;

  /**
   * Prepares the format.
   *
   * @throws IllegalArgumentException if the secret is not {@code whsec_} and base64 of 24 to 64
   *     bytes
   */
  WebhookFormat(ChannelSpec.Webhook spec, ZoneId zone, InstantSource clock) {
    this.spec = spec;
    this.zone = zone;
    this.signature = spec.secret().map(WebhookSignature::new);
    this.clock = clock;
  }

  @Override
  public Optional<Request> request(Notification notification) {
    var body = body(notification);
    var now = clock.instant();
    var headers = new LinkedHashMap<String, String>();
    headers.put("webhook-id", notification.key());
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    signature.ifPresent(
        s -> headers.put("webhook-signature", s.sign(notification.key(), now, body)));
    return Optional.of(new Request(spec.url(), headers, body, false));
  }

  private String body(Notification notification) {
    var tree = NotificationJson.tree(notification);
    if (!spec.templates().equals(Templates.NONE) && tree.get("data") instanceof ObjectNode data) {
      var words = spec.templates().wording(notification, zone);
      data.put("title", words.title());
      data.put("text", words.plain());
    }
    return tree.toString();
  }
}
