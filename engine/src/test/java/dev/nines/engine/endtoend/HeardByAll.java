package dev.nines.engine.endtoend;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.endtoend.Receivers.Heard;
import dev.nines.engine.endtoend.Receivers.Kind;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is promised of notifications, held against what receivers have really got. */
final class HeardByAll {
  private HeardByAll() {}

  /**
   * Of every stored incident, at every channel: the open first, the end last, and keys that tell.
   */
  static void check(LastingPostgres postgres, Receivers receivers) throws SQLException {
    assertThat(receivers.faults()).isEmpty();
    var incidents =
        History.numbers(postgres.login(), "select id from incident order by impact_start");
    var byChannel = receivers.heard().stream().collect(groupingBy(Heard::channel));
    for (var channel : Receivers.CHANNELS) {
      var own = byChannel.get(channel).stream().collect(groupingBy(Heard::incident));
      assertThat(own.keySet())
          .as("incidents that %s heard of", channel)
          .hasSameElementsAs(incidents);
      own.forEach((incident, messages) -> opensFirst(channel, incident, messages));
      switch (channel) {
        case "hook" -> keysNameMessages(messagesIn(byChannel, channel));
        case "pager" -> own.values().forEach(HeardByAll::haveOneKey);
        case "alertmanager" -> own.values().forEach(HeardByAll::haveOneKey);
        default -> {} // Slack has no key
      }
    }
    for (var incident : incidents) {
      inTheOrderOfTheOutbox(postgres, incident, messagesIn(byChannel, "hook"));
    }
  }

  /** {@return how many messages came that had come before; reminders are none} */
  static long duplicates(Receivers receivers) {
    var messages =
        receivers.heard().stream().filter(one -> !one.channel().equals("alertmanager")).toList();
    return messages.size()
        - messages.stream().map(one -> List.of(one.channel(), one.body())).distinct().count();
  }

  private static List<Heard> messagesIn(Map<String, List<Heard>> byChannel, String channel) {
    return byChannel.getOrDefault(channel, List.of());
  }

  private static void opensFirst(String channel, long incident, List<Heard> messages) {
    var name = "incident " + incident + " at " + channel + ": " + messages;
    assertThat(messages.getFirst().kind()).as(name).isEqualTo(Kind.OPENED);
    var taken = messages.stream().filter(Heard::taken).toList();
    assertThat(taken.getFirst().kind()).as(name).isEqualTo(Kind.OPENED);
    assertThat(taken.getLast().kind()).as(name).isEqualTo(Kind.RESOLVED);
  }

  /** Duplicates have the same key, and nothing else has it. */
  private static void keysNameMessages(List<Heard> messages) {
    var bodies = new HashMap<String, String>();
    var keys = new HashMap<String, String>();
    for (var message : messages) {
      assertThat(bodies.merge(message.key(), message.body(), (first, _) -> first))
          .as("all that came with the key " + message.key())
          .isEqualTo(message.body());
      assertThat(keys.merge(message.body(), message.key(), (first, _) -> first))
          .as("the keys of " + message.body())
          .isEqualTo(message.key());
    }
  }

  private static void haveOneKey(List<Heard> ofIncident) {
    assertThat(ofIncident.stream().map(Heard::key).distinct()).as("%s", ofIncident).hasSize(1);
  }

  private static void inTheOrderOfTheOutbox(
      LastingPostgres postgres, long incident, List<Heard> messages) throws SQLException {
    assertThat(
            messages.stream()
                .filter(message -> message.incident() == incident)
                .map(Heard::key)
                .distinct()
                .toList())
        .as("what was told of incident %d, by its first coming", incident)
        .isEqualTo(
            History.texts(
                postgres.login(),
                """
                select idempotency_key from notification
                where incident_id = %d and channel = 'hook' order by id
                """
                    .formatted(incident)));
  }
}
