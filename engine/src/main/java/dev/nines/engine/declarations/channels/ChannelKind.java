package dev.nines.engine.declarations.channels;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Templates;
import dev.nines.channel.TextTemplate;
import dev.nines.engine.declarations.openslo.Metadata;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Registry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads {@code kind: NotificationChannel}. No fault of its ever shows what a variable holds. */
public final class ChannelKind {
  private static final Map<String, Type> TYPES =
      Map.of(
          "webhook", Type.WEBHOOK,
          "log", Type.LOG,
          "alertmanager", Type.ALERTMANAGER,
          "pagerduty", Type.PAGERDUTY,
          "slack", Type.SLACK,
          "teams", Type.TEAMS,
          "email", Type.EMAIL,
          "cdevents", Type.CDEVENTS);

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  private final Secrets secrets;

  /**
   * A reader.
   *
   * @param variables fills in addresses and secrets
   */
  public ChannelKind(Placeholders variables) {
    this.secrets = new Secrets(variables);
  }

  private enum Type {
    WEBHOOK,
    LOG,
    ALERTMANAGER,
    PAGERDUTY,
    SLACK,
    TEAMS,
    EMAIL,
    CDEVENTS
  }

  /**
   * Reads a channel.
   *
   * @param document the document
   * @param channels where it is declared
   */
  public void read(Mapping document, Registry<Optional<ChannelDraft>> channels) {
    var metadata = Metadata.of(document);
    var name = metadata.map(Metadata::name).orElse("");
    var draft =
        document.required("spec").flatMap(f -> f.mapping(spec -> spec(spec, name))).flatMap(d -> d);
    metadata.ifPresent(m -> channels.add(m.name(), m.at(), draft));
  }

  private Optional<ChannelDraft> spec(Mapping spec, String name) {
    var wanted = spec.optional("match").map(MatchReader::ofChannel).orElse(MatchReader.ALL);
    var giveUpAfter =
        spec.optional("giveUpAfter").flatMap(field -> field.durationAtLeast(SHORTEST, "1m"));
    var words = new Templates(template(spec, "title"), template(spec, "template"));
    var type = spec.required("type").flatMap(f -> f.oneOf(TYPES));
    if (type.isEmpty()) {
      spec.entries(); // which of the keys are unknown cannot be said
    }
    var receivers = new ReceiverReader(secrets, name, wanted.match(), words);
    return type.flatMap(t -> channel(t, spec, receivers))
        .map(channel -> new ChannelDraft(wanted.services(), giveUpAfter, channel));
  }

  private static Optional<ChannelSpec> channel(Type type, Mapping spec, ReceiverReader receivers) {
    return switch (type) {
      case WEBHOOK -> receivers.webhook(spec);
      case LOG -> receivers.log();
      case ALERTMANAGER -> receivers.alertmanager(spec);
      case PAGERDUTY -> receivers.pagerDuty(spec);
      case SLACK -> receivers.slack(spec);
      case TEAMS -> receivers.teams(spec);
      case EMAIL -> receivers.email(spec);
      case CDEVENTS -> receivers.cdEvents(spec);
    };
  }

  private static Optional<TextTemplate> template(Mapping spec, String key) {
    return spec.optional(key).flatMap(field -> field.text().flatMap(text -> template(field, text)));
  }

  private static Optional<TextTemplate> template(Field field, String text) {
    try {
      return Optional.of(TextTemplate.of(text));
    } catch (TextTemplate.Unusable e) {
      field.fault("not a usable template: " + e.getMessage());
      return Optional.empty();
    }
  }
}
