package dev.nines.channel.receivers;

import static dev.nines.channel.Notifications.OPENED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.Templates;
import dev.nines.channel.TextTemplate;
import dev.nines.channel.http.HttpPost;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogChannelTest {
  private final ArrayList<String> lines = new ArrayList<>();

  @Test
  void logGetsOneLine_whateverTheTextHolds() {
    var forged =
        new Notification(
            OPENED.key(),
            OPENED.type(),
            OPENED.at(),
            OPENED.service(),
            OPENED.severity(),
            "down\r\nINFO all is well",
            OPENED.url(),
            OPENED.incident());

    assertThat(new LogChannel("log", lines::add).deliver(forged))
        .isEqualTo(new Delivery.Delivered());
    assertThat(lines)
        .containsExactly(
            "incident.opened #42 open (critical) down  INFO all is well"
                + " http://localhost:8080/incidents/42");
  }

  @Test
  void ownWordsAreTakenByThoseThatOpenTheChannel() throws Exception {
    var words = new Templates(Optional.of(TextTemplate.of("${service}?!")), Optional.empty());
    var spec = new ChannelSpec.Log("log", ChannelSpec.Match.ALL, words);
    try (var channels =
        new Channels(
            new HttpPost(() -> Instant.EPOCH), ZoneOffset.UTC, () -> Instant.EPOCH, lines::add)) {
      channels.open(spec).deliver(OPENED);
    }

    assertThat(lines.getFirst()).startsWith("incident.opened #42 open (critical) shop?! http");
  }
}
