package dev.nines.engine.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.configuration.CheckTarget;
import dev.nines.engine.configuration.NinesConfigurationFactory;
import dev.nines.engine.schedule.UnknownCause;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/reference/unknown-runs.md says is so. */
class UnknownRunsPageTest {
  private static final Pattern CAUSE = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");

  private String page = "";

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of("../docs/reference/unknown-runs.md"));
  }

  @Test
  void everyCauseIsThere() {
    assertThat(CAUSE.matcher(page).results().map(match -> match.group(1)))
        .containsExactlyElementsOf(
            Arrays.stream(UnknownCause.values()).map(UnknownCause::label).toList());
  }

  @Test
  void exampleIsReadAsItIsMeant() throws IOException, ConfigurationException {
    var example = EXAMPLE.matcher(page).results().findFirst().orElseThrow().group(1);

    var settings =
        new NinesConfigurationFactory(Validators.newValidator(), Jackson.newObjectMapper(), "dw")
            .build(
                _ -> new ByteArrayInputStream(example.getBytes(StandardCharsets.UTF_8)),
                "config.yml")
            .settings();

    assertThat(settings.selfCheck().targets())
        .containsExactly(
            new CheckTarget.Address("192.0.2.1", 53),
            new CheckTarget.Url(URI.create("https://status.example.com/")));
  }

  @Test
  void timesAreThoseOfTheCode() {
    assertThat(page)
        .contains("An answer must come within %d s.".formatted(CheckTargets.TIMEOUT.toSeconds()))
        .contains("at most %d s before its end".formatted(NewestRounds.VALIDITY.toSeconds()));
  }
}
