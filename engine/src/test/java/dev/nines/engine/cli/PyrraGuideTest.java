package dev.nines.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.Peers;
import dev.nines.engine.configuration.NinesConfiguration;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.inf.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/guides/from-pyrra.md says is answered as it says. */
class PyrraGuideTest {
  private static final Path GUIDE = Path.of("../docs/guides/from-pyrra.md");
  private static final Path FILES = Path.of("../docs/guides/from-pyrra");
  private static final Bootstrap<NinesConfiguration> BOOTSTRAP =
      new Bootstrap<>(
          new Application<>() {
            @Override
            public void run(NinesConfiguration configuration, Environment environment) {}
          });

  @ParameterizedTest
  @ValueSource(strings = {"pyrra.yaml", "slo.yaml", "probe.yaml"})
  void fileIsCheckedAsTheGuideShows(String name) throws IOException {
    var guide = Files.readString(GUIDE);
    var shown =
        Pattern.compile("(?s)```console\\n\\$ ./nines check %s\\n(.*?)```".formatted(name))
            .matcher(guide);
    assertThat(shown.find()).isTrue();

    assertThat(check(FILES.resolve(name))).isEqualTo(shown.group(1));
    assertThat(guide).contains("```yaml\n" + Files.readString(FILES.resolve(name)) + "```");
  }

  @Test
  void fileToBeginWithIsPyrras() {
    assertThat(FILES.resolve("pyrra.yaml"))
        .hasSameTextualContentAs(
            Peers.path(
                Path.of("../../shared/external/pyrra/examples/prometheus-probe-success.yaml")));
  }

  private static String check(Path file) throws IOException {
    var printed = new ByteArrayOutputStream();
    var command =
        new CheckCommand(
            _ -> Optional.empty(),
            InstantSource.system(),
            () -> {
              throw new IllegalStateException("nobody is asked");
            },
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      command.run(
          BOOTSTRAP, new Namespace(Map.of("path", List.of(file.toString()), "output", "text")));
    } catch (CommandExit _) {
      // what it printed says why
    }
    return printed.toString(StandardCharsets.UTF_8).replace(FILES + "/", "");
  }
}
