package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.TargetTracing;
import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/reference/tracing.md says of a Probe is so. */
class TracingPageTest {
  private static final Pattern PROBE = Pattern.compile("(?s)```yaml\n(apiVersion:.*?)```");

  @Test
  void exampleIsWithoutFault() throws IOException {
    var page = PROBE.matcher(Files.readString(Path.of("../docs/reference/tracing.md")));
    assertThat(page.find()).isTrue();
    var findings = new Findings();
    var text = Texts.SERVICE + page.group(1);

    var reading =
        Declarations.parse(
            List.of(new Source("tracing.md", Path.of("."), text)),
            WrittenModules.STANDARD,
            name -> Optional.of(name),
            findings);

    assertThat(findings.faults()).isEmpty();
    assertThat(reading.catalog().orElseThrow().probes())
        .singleElement()
        .satisfies(probe -> assertThat(probe.tracing()).contains(TargetTracing.NEVER));
  }
}
