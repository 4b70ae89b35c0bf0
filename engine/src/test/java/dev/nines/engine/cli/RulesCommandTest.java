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
import java.util.Optional;
import net.sourceforge.argparse4j.ArgumentParsers;
import net.sourceforge.argparse4j.inf.ArgumentParserException;
import net.sourceforge.argparse4j.inf.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {
  private static final Path STARTED = Path.of("../docs/guides/from-sloth/getting-started.yml");
  private static final Bootstrap<NinesConfiguration> BOOTSTRAP =
      new Bootstrap<>(
          new Application<>() {
            @Override
            public void run(NinesConfiguration configuration, Environment environment) {}
          });

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private RulesCommand command() {
    return new RulesCommand(
        _ -> Optional.empty(), new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private Namespace parsed(String... arguments) throws ArgumentParserException {
    var parser = ArgumentParsers.newFor("nines").build();
    command().configure(parser.addSubparsers().addParser("rules"));
    return parser.parseArgs(arguments);
  }

  private void run(String... arguments) throws ArgumentParserException {
    command().run(BOOTSTRAP, parsed(arguments));
  }

  private CommandExit exit(String... arguments) {
    return catchThrowableOfType(CommandExit.class, () -> run(arguments));
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
  }

  @Test
  void writesOneFileOfAService_withTheLabelsAskedFor() throws Exception {
    run(
        "rules",
        STARTED.toString(),
        "-o",
        out(),
        "--period",
        "4w",
        "--label",
        "cluster=eu",
        "--label",
        "stage=live");

    assertThat(printed()).isEqualTo("rules of 1 SLO in 1 file written to out, nothing left out\n");
    assertThat(Files.readString(folder.resolve("out/myservice.yml")))
        .contains("record: slo:sli_error:ratio_rate4w", "cluster: eu", "stage: live");
  }

  @Test
  void nothingIsWrittenOverUnlessForced() throws Exception {
    var there = folder.resolve("out/myservice.yml");
    Files.createDirectories(there.getParent());
    Files.writeString(there, "mine");

    var exit = exit("rules", STARTED.toString(), "-o", out());

    assertThat(exit.code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(exit.explanation()).contains("--force");
    assertThat(there).hasContent("mine");

    run("rules", STARTED.toString(), "-o", out(), "--force");
    assertThat(there).content().contains("groups:");
  }

  @Test
  void faultsAreToldAndNothingIsWritten() throws IOException {
    var wrong = Files.writeString(folder.resolve("a.yml"), "version: prometheus/v2\nslos: []\n");

    var exit = exit("rules", wrong.toString(), STARTED.toString(), "-o", out());

    assertThat(exit.code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(printed())
        .isEqualTo(
            """
            a.yml:1:1: service: required
            a.yml:1:10: version: expected prometheus/v1, got "prometheus/v2" (did you mean prometheus/v1?)
            a.yml:2:7: slos: expected at least one SLO
            """);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void whatIsLeftOutIsSaid_andTheAnswerIsNo() throws IOException {
    var shipped = Files.readString(Path.of("../slo-definitions/nines.yaml"));
    var rolling = "duration: 30d";
    assertThat(shipped).contains(rolling);
    var short2d =
        Files.writeString(folder.resolve("a.yml"), shipped.replace(rolling, "duration: 2d"));

    var exit = exit("rules", short2d.toString(), "-o", out());

    assertThat(exit.code()).isEqualTo(Code.NO);
    assertThat(printed()).contains("shorter than 7d", "left out");
  }

  @Test
  void shippedSlosHaveRules() throws Exception {
    run("rules", "../slo-definitions", "-o", out());

    assertThat(printed()).isEqualTo("rules of 3 SLOs in 1 file written to out, nothing left out\n");
  }

  @Test
  void wrongUsageIsSaidInASentence() {
    for (var wrong :
        Map.of(
                "--period", List.of("1d", "month"),
                "--label", List.of("a", "sloth_id=x"))
            .entrySet()) {
      for (var value : wrong.getValue()) {
        var exit = exit("rules", STARTED.toString(), "-o", out(), wrong.getKey(), value);

        assertThat(exit.code()).isEqualTo(Code.WRONG_USAGE);
        assertThat(exit.explanation()).startsWith(wrong.getKey()).endsWith("got " + value);
      }
    }
    assertThat(exit("rules", "none.yml", "-o", out()).code()).isEqualTo(Code.WRONG_USAGE);
  }
}
