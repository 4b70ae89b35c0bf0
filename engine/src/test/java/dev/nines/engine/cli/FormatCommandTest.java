package dev.nines.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nines.engine.cli.CommandExit.Code;
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
import java.util.List;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Namespace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatCommandTest {
  private static final Bootstrap<NinesConfiguration> BOOTSTRAP =
      new Bootstrap<>(
          new Application<>() {
            @Override
            public void run(NinesConfiguration configuration, Environment environment) {}
          });
  private static final String CROOKED = "kind: Service\napiVersion: openslo/v1\n";
  private static final String STRAIGHT = "apiVersion: openslo/v1\nkind: Service\n";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @TempDir private Path folder;
  private Path crooked;
  private Path straight;

  @BeforeEach
  void write() throws IOException {
    crooked = Files.writeString(folder.resolve("crooked.yaml"), CROOKED);
    straight = Files.writeString(folder.resolve("straight.yaml"), STRAIGHT);
  }

  private void format(boolean check) throws IOException {
    var command = new FormatCommand(new PrintStream(printed, true, StandardCharsets.UTF_8));
    command.run(
        BOOTSTRAP,
        new Namespace(
            Map.of("path", List.of(folder.toString()), "check", check, "output", "text")));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void filesAreBroughtIntoForm_andThoseThatWereNotAreNamed() throws IOException {
    format(false);

    assertThat(printed()).isEqualTo(crooked + "\n");
    assertThat(crooked).hasContent(STRAIGHT);
    assertThat(straight).hasContent(STRAIGHT);
  }

  @Test
  void checkChangesNothing_andSaysNoWhereAFileWouldChange() throws IOException {
    var exit = catchThrowableOfType(CommandExit.class, () -> format(true));

    assertThat(exit.code()).isEqualTo(Code.NO);
    assertThat(printed()).isEqualTo(crooked + "\n");
    assertThat(crooked).hasContent(CROOKED);

    Files.delete(crooked);
    format(true);
  }

  @Test
  void faultyFileIsToldAndLeftAlone_theOthersAreBroughtIntoForm() throws IOException {
    var faulty = Files.writeString(folder.resolve("faulty.yaml"), "a: [\nb: 1\n");

    var exit = catchThrowableOfType(CommandExit.class, () -> format(false));

    assertThat(exit.code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(printed()).contains(faulty + ":3:").contains("not YAML");
    assertThat(faulty).hasContent("a: [\nb: 1\n");
    assertThat(crooked).hasContent(STRAIGHT);
  }
}
