package dev.nines.channel.receivers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.Wording;
import dev.nines.channel.http.Answer;
import dev.nines.channel.http.Request;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * Slack's Block Kit.
 *
 * @param spec the channel
 * @param zone the zone of its times
 * @see <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">Incoming
 *     webhooks</a>
 */
record SlackFormat(ChannelSpec.Slack spec, ZoneId zone) implements HttpFormat {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_TEXT = 3_000;
  private static final int LONGEST_FIELD = 2_000;
  private static final int MOST_FIELDS = 10;

  @Override
  public Optional<Request> request(Notification notification) {
    var words = spec.templates().wording(notification, zone);
    var message = MAPPER.createObjectNode();
    message.put("text", escaped(words.title() + "\n" + words.text(), LONGEST_TEXT));
    var blocks = message.putArray("blocks");
    blocks
        .addObject()
        .put("type", "header")
        .set("text", text("plain_text", escaped(words.title(), LONGEST_HEADER)));
    if (!words.text().isBlank()) {
      blocks
          .addObject()
          .put("type", "section")
          .set("text", text("mrkdwn", escaped(words.text(), LONGEST_TEXT)));
    }
    fields(blocks, words);
    blocks
        .addObject()
        .put("type", "context")
        .putArray("elements")
        .add(
            text(
                "mrkdwn",
                "<%s|Open in Nines>"
                    .formatted(escaped(notification.url().toString(), LONGEST_FIELD))));
    return Optional.of(new Request(spec.url(), Map.of(), message.toString(), true));
  }

  private static void fields(ArrayNode blocks, Wording words) {
    if (words.facts().isEmpty()) {
      return;
    }
    var fields = blocks.addObject().put("type", "section").putArray("fields");
    words.facts().stream()
        .limit(MOST_FIELDS)
        .forEach(fact ->
            fields.add(
                text(
                    "mrkdwn",
                    "*%s*\n%s".formatted(fact.name(), escaped(fact.value(), LONGEST_FIELD - 50)))));
  }

  private static ObjectNode text(String type, String text) {
    return MAPPER.createObjectNode().put("type", type).put("text", text);
  }

  /** Slack wants these three escaped and no others; the bound holds for what is sent. */
  static String escaped(String text, int longest) {
    var out = new StringBuilder();
    for (var i = 0; i < text.length(); ) {
      var character = text.codePointAt(i);
      var piece =
          switch (character) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            default -> Character.toString(character);
          };
      if (out.length() + piece.length() > longest - 1) {
        return out.append('…').toString();
      }
      out.append(piece);
      i += Character.charCount(character);
    }
    return out.toString();
  }

  /** A 200 alone may come from anybody between; Slack itself says {@code ok}. */
  @Override
  public Delivery verdict(String host, Answer answer) {
    if (answer instanceof Answer.Status status
        && status.good()
        && !status.body().strip().equals("ok")) {
      return new Delivery.Retry(
          Duration.ZERO,
          "%s answered %d but not ok: %s"
              .formatted(host, status.code(), status.quoted(Texts.secrets(spec.url()))));
    }
    return answer.verdict(host, status -> status.quoted(Texts.secrets(spec.url())));
  }

  @Override
  public String toString() {
    return "SlackFormat[" + spec.name() + "]";
  }
}
