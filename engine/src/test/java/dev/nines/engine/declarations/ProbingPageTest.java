package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.probe.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/reference/probing.md says is so. */
class ProbingPageTest {
  private static final Path PAGE = Path.of("../docs/reference/probing.md");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");
  private static final Pattern REASON = Pattern.compile("(?m)^\\| `([a-z_]+)` \\|");

  @Test
  void examplesAreWithoutFault() throws IOException {
    var examples =
        EXAMPLE.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)).toList();

    assertThat(examples).hasSizeGreaterThan(8);
    for (var example : examples) {
      var findings = new Findings();
      var source = new Source("probing.md", Path.of("."), example);
      if (example.startsWith("modules:")) {
        WrittenModules.read(source, findings);
      } else {
        Declarations.parse(
            List.of(source), WrittenModules.STANDARD, name -> Optional.of(name), findings);
      }
      assertThat(findings.faults()).as(example).isEmpty();
    }
  }

  @Test
  void everyFailureReasonIsThere() throws IOException {
    var reasons = REASON.matcher(Files.readString(PAGE)).results().map(m -> m.group(1)).toList();

    assertThat(reasons)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(FailureReason.values()).map(FailureReason::label).toList());
  }
}
