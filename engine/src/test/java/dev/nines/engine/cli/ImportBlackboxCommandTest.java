package dev.nines.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.engine.cli.CommandExit.Code;
import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.declarations.Declarations;
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
import net.sourceforge.argparse4j.inf.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportBlackboxCommandTest {
  private static final Path GUIDE = Path.of("../docs/guides/from-blackbox-exporter");
  private static final Bootstrap<NinesConfiguration> BOOTSTRAP =
      new Bootstrap<>(
          new Application<>() {
            @Override
            public void run(NinesConfiguration configuration, Environment environment) {}
          });

  @TempDir Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private void run(Path prometheus, boolean force) {
    new ImportBlackboxCommand(new PrintStream(printed, true, StandardCharsets.UTF_8))
        .run(
            BOOTSTRAP,
            new Namespace(
                Map.of(
                    "prometheus", prometheus.toString(),
                    "blackbox", GUIDE.resolve("blackbox.yml").toString(),
                    "output", folder.resolve("out").toString(),
                    "force", force)));
  }

  private CommandExit exit(Path prometheus, boolean force) {
    return catchThrowableOfType(CommandExit.class, () -> run(prometheus, force));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8).replace(folder + "/out", "slo-definitions");
  }

  @Test
  void guideShowsWhatItReallyPrintsAndWrites() throws IOException {
    var exit = exit(GUIDE.resolve("prometheus.yml"), false);

    assertThat(exit.code()).isEqualTo(Code.NO);
    var guide = Files.readString(Path.of("../docs/guides/from-blackbox-exporter.md"));
    assertThat(guide)
        .contains(printed().replace(GUIDE + "/", ""))
        .contains(Files.readString(GUIDE.resolve("prometheus.yml")))
        .contains(Files.readString(folder.resolve("out/blackbox-ssh.yaml")));
  }

  @Test
  void guideShowsWhatCheckReallyPrints() throws IOException {
    exit(GUIDE.resolve("prometheus.yml"), false);
    printed.reset();

    new CheckCommand(
            _ -> Optional.empty(),
            InstantSource.system(),
            () -> {
              throw new IllegalStateException("nobody is asked");
            },
            new PrintStream(printed, true, StandardCharsets.UTF_8))
        .run(
            BOOTSTRAP,
            new Namespace(
                Map.of(
                    "path", List.of(folder.resolve("out").toString()),
                    "blackbox", GUIDE.resolve("blackbox.yml").toString(),
                    "output", "text")));

    var guide = Files.readString(Path.of("../docs/guides/from-blackbox-exporter.md"));
    assertThat(printed()).contains("no faults");
    assertThat(guide).contains(printed().replace(GUIDE + "/", ""));
  }

  @Test
  void declarationsAreWithoutFault() {
    exit(GUIDE.resolve("prometheus.yml"), false);

    var reading =
        Declarations.read(
            new DeclarationPaths(
                List.of(folder.resolve("out")), Optional.of(GUIDE.resolve("blackbox.yml"))),
            _ -> Optional.empty());

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.catalog().orElseThrow().probes())
        .extracting(ProbeDeclaration::target)
        .containsExactly(
            "https://shop.example.com/", "https://www.example.org/", "gw.example.com:22");
  }

  @Test
  void nothingIsWrittenOverUnlessForced() throws IOException {
    var there = folder.resolve("out/blackbox-ssh.yaml");
    Files.createDirectories(there.getParent());
    Files.writeString(there, "mine");

    var exit = exit(GUIDE.resolve("prometheus.yml"), false);

    assertThat(exit.code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(exit.explanation()).contains("--force");
    assertThat(there).hasContent("mine");
    assertThat(folder.resolve("out")).isDirectoryNotContaining("glob:**blackbox-http.yaml");

    assertThat(exit(GUIDE.resolve("prometheus.yml"), true).code()).isEqualTo(Code.NO);
    assertThat(there).content().contains("kind: Probe");
  }

  @Test
  void fileThatIsNotThereIsWrongInput() {
    var exit = exit(folder.resolve("none.yml"), false);

    assertThat(exit.code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(printed()).contains("none.yml: no such file");
  }
}
