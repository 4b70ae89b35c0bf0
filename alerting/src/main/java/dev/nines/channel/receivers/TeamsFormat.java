package dev.nines.channel.receivers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Notification;
import dev.nines.channel.http.Request;
import dev.nines.incident.Severity;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * An Adaptive Card in the envelope of a workflow of Microsoft Teams.
 *
 * @param spec the channel
 * @param zone the zone of its times
 * @see <a href="https://adaptivecards.io/explorer/AdaptiveCard.html">Adaptive Cards</a>
 */
record TeamsFormat(ChannelSpec.Teams spec, ZoneId zone) implements HttpFormat {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A message has room for 28 kB. */
  private static final int LONGEST_TEXT = 6_000;

  @Override
  public Optional<Request> request(Notification notification) {
    var message = MAPPER.createObjectNode().put("type", "message");
    message
        .putArray("attachments")
        .addObject()
        .put("contentType", "application/vnd.microsoft.card.adaptive")
        .putNull("contentUrl")
        .set("content", card(notification));
    return Optional.of(new Request(spec.url(), Map.of(), message.toString(), false));
  }

  private ObjectNode card(Notification notification) {
    var words = spec.templates().wording(notification, zone);
    var card =
        MAPPER
            .createObjectNode()
            .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
            .put("type", "AdaptiveCard")
            .put("version", "1.4")
            .put("fallbackText", words.title());
    var body = card.putArray("body");
    body.addObject()
        .put("type", "TextBlock")
        .put("text", words.title())
        .put("size", "Large")
        .put("weight", "Bolder")
        .put("color", color(notification))
        .put("wrap", true);
    // Text runs are shown as they are, where a TextBlock's Markdown would let a target make links.
    body.addObject()
        .put("type", "RichTextBlock")
        .putArray("inlines")
        .addObject()
        .put("type", "TextRun")
        .put("text", Notification.cut(words.text(), LONGEST_TEXT));
    if (!words.facts().isEmpty()) {
      var facts = body.addObject().put("type", "FactSet").putArray("facts");
      words
          .facts()
          .forEach(fact -> facts.addObject().put("title", fact.name()).put("value", fact.value()));
    }
    var actions = card.putArray("actions");
    open(actions.addObject(), "Open in Nines", notification.url().toString());
    notification
        .background()
        .runbook()
        .filter(Texts::isLink)
        .ifPresent(runbook -> open(actions.addObject(), "Runbook", runbook));
    card.putObject("msteams").put("width", "Full");
    return card;
  }

  private static void open(ObjectNode action, String title, String url) {
    action.put("type", "Action.OpenUrl").put("title", title).put("url", url);
  }

  private static String color(Notification notification) {
    if (notification.over()) {
      return "Good";
    }
    return notification.severity().compareTo(Severity.ERROR) <= 0 ? "Attention" : "Warning";
  }

  @Override
  public String toString() {
    return "TeamsFormat[" + spec.name() + "]";
  }
}
