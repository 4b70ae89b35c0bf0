package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.engine.catalog.Catalog;
import dev.nines.incident.Escalation;
import dev.nines.incident.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/reference/telling.md and the shipped example declare. */
class TellingPageTest {
  private static final Path PAGE = Path.of("../docs/reference/telling.md");
  private static final Path EXAMPLE = Path.of("../slo-definitions/telling.yaml.example");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(apiVersion.*?)```");

  @TempDir private Path folder;

  @Test
  void shippedExampleIsReadAsItSays() throws IOException {
    var telling = read(Files.readString(EXAMPLE)).telling();

    assertThat(telling.giveUpAfter("second-on-call")).isEqualTo(Duration.ofHours(2));
    assertThat(telling.giveUpAfter("log")).isEqualTo(Duration.ofHours(24));
    assertThat(telling.escalationOf("checkout").steps())
        .containsExactly(new Escalation.Step(Duration.ofMinutes(10), List.of("second-on-call")));
    assertThat(telling.silences())
        .singleElement()
        .satisfies(silence -> {
          assertThat(silence.name()).isEqualTo("move");
          assertThat(silence.match())
              .isEqualTo(
                  new Match(
                      Set.of(),
                      Set.of(Severity.WARNING, Severity.INFO),
                      Map.of("team", Set.of("payments"))));
          assertThat(silence.span().from()).isEqualTo("2026-12-01T19:00:00Z");
        });
    assertThat(telling.heartbeats())
        .singleElement()
        .satisfies(heartbeat -> {
          assertThat(heartbeat.every()).isEqualTo(Duration.ofDays(1));
          assertThat(heartbeat.grace()).isEqualTo(Duration.ofMinutes(30));
          assertThat(heartbeat.severity()).isEqualTo(Severity.ERROR);
          assertThat(heartbeat.token()).isPresent();
        });
  }

  @Test
  void examplesOfThePageAreWithoutFault() throws IOException {
    var examples =
        YAML.matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.joining("---\n"));
    var others =
        """
        ---
        apiVersion: openslo/v1
        kind: Service
        metadata: {name: checkout}
        spec: {}
        ---
        apiVersion: nines.dev/v1
        kind: NotificationChannel
        metadata: {name: second-on-call}
        spec: {type: log, match: none}
        """;

    var telling = read(examples + others).telling();

    assertThat(telling.escalationOf("checkout").steps()).hasSize(2);
    assertThat(telling.silences()).hasSize(1);
    assertThat(telling.heartbeats()).hasSize(1);
  }

  @Test
  void pageNamesEveryKeyOfTheSchema() throws IOException {
    var page = Files.readString(PAGE);
    var schema =
        new ObjectMapper()
            .readTree(Path.of("../slo-definitions/schema/nines.schema.json").toFile());

    for (var kind : List.of("silence", "heartbeat")) {
      schema
          .at("/$defs/" + kind + "/properties/spec/properties")
          .fieldNames()
          .forEachRemaining(key -> assertThat(page).contains("`" + key + "`"));
    }
  }

  private Catalog read(String text) throws IOException {
    var file = Files.writeString(folder.resolve("telling.yaml"), text);
    var reading =
        Declarations.read(
            List.of(Path.of("../slo-definitions"), file),
            name -> Optional.of("0123456789abcdef").filter(_ -> name.equals("BACKUP_TOKEN")));
    assertThat(reading.faults()).isEmpty();
    return reading.catalog().orElseThrow();
  }
}
