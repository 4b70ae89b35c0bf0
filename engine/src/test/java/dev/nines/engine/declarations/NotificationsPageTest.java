package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.channel.ChannelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The channels of docs/reference/notifications.md, and those that are shipped as an example. */
class NotificationsPageTest {
  private static final Path PAGE = Path.of("../docs/reference/notifications.md");
  private static final Path EXAMPLE = Path.of("../slo-definitions/channels.yaml.example");
  private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final Map<String, String> VARIABLES =
      Map.of(
          "HOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
          "PAGERDUTY_KEY", "0123456789abcdef0123456789abcdef",
          "SLACK_URL", "https://hooks.slack.com/services/T0/B0/x",
          "TEAMS_URL", "https://example.westeurope.logic.azure.com/workflows/x",
          "MAIL_PASSWORD", "x",
          "EVENTS_TOKEN", "x");

  @TempDir private Path folder;

  @Test
  void shippedExampleHasOneOfEveryTypeAndNoFault() throws IOException {
    assertThat(channels(Files.readString(EXAMPLE)))
        .hasSize(ChannelSpec.class.getPermittedSubclasses().length - 1); // all but the log
  }

  @Test
  void examplesOfThePageAreWithoutFault() throws IOException {
    var examples =
        YAML.matcher(Files.readString(PAGE))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.joining("---\n"));

    assertThat(channels(examples)).hasSize(3);
  }

  @Test
  void pageNamesEveryKeyOfTheSchema() throws IOException {
    var page = Files.readString(PAGE);
    var schema =
        new ObjectMapper()
            .readTree(Path.of("../slo-definitions/schema/nines.schema.json").toFile());

    schema
        .at("/$defs/notificationChannel/properties/spec/properties")
        .fieldNames()
        .forEachRemaining(key -> assertThat(page).contains("`" + key + "`"));
  }

  private List<ChannelSpec> channels(String text) throws IOException {
    var file = Files.writeString(folder.resolve("channels.yaml"), text);
    var reading =
        Declarations.read(
            List.of(Path.of("../slo-definitions"), file),
            name -> Optional.ofNullable(VARIABLES.get(name)));
    assertThat(reading.faults()).isEmpty();
    return reading.catalog().orElseThrow().channels().stream()
        .filter(channel -> !channel.name().equals("log"))
        .toList();
  }
}
