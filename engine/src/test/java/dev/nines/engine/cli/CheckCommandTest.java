package dev.nines.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nines.engine.Peers;
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
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.sourceforge.argparse4j.inf.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  private static final Path EXTERNAL =
      Path.of("../../shared/external").toAbsolutePath().normalize();
  private static final Bootstrap<NinesConfiguration> BOOTSTRAP =
      new Bootstrap<>(
          new Application<>() {
            @Override
            public void run(NinesConfiguration configuration, Environment environment) {}
          });

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private void check(String output, Path... paths) throws IOException {
    var command =
        new CheckCommand(
            _ -> Optional.empty(),
            InstantSource.system(),
            () -> {
              throw new IllegalStateException("nobody is asked");
            },
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    var given = List.of(paths).stream().map(Path::toString).toList();
    command.run(BOOTSTRAP, new Namespace(Map.of("path", given, "output", output)));
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shippedFilesAreWithoutFault() throws IOException {
    check("text", Path.of("../config.yml"));

    assertThat(printed()).endsWith("2 probes, 3 SLOs, 1 service: no faults\n");
    assertThat(printed().lines().filter(line -> !line.startsWith("note: "))).hasSize(1);
    assertThat(printed()).contains("note: ").contains(" in a row page, ");
  }

  @Test
  void faultsOfConfigurationAndDeclarationsArePrintedTogether(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve("config.yml"), "locatoin: a\n");
    Files.writeString(folder.resolve("slo.yml"), "apiVersion: openslo/v1\nkind: Servce\n");

    var exit =
        catchThrowableOfType(
            CommandExit.class,
            () -> check("text", folder.resolve("config.yml"), folder.resolve("slo.yml")));

    assertThat(exit.code()).isEqualTo(Code.NO);
    assertThat(printed().replace(folder + "/", ""))
        .isEqualTo(
            """
            config.yml:1:1: locatoin: unknown key (did you mean location?)
            slo.yml:2:7: kind: not a kind of openslo/v1 (did you mean Service?)
            2 faults
            """);
  }

  @Test
  void configurationOfAnotherNameIsKnownByItsKeys(@TempDir Path folder) throws IOException {
    var config =
        Files.writeString(
            folder.resolve("prod.yml"),
            """
            # Nines in production
            externalUrl: https://nines.example.com
            declarations: slo.yml
            """);
    Files.writeString(folder.resolve("slo.yml"), "apiVersion: openslo/v1\nkind: Servce\n");

    catchThrowableOfType(CommandExit.class, () -> check("text", config));

    assertThat(printed().replace(folder + "/", ""))
        .isEqualTo(
            """
            slo.yml:2:7: kind: not a kind of openslo/v1 (did you mean Service?)
            1 fault
            """);
  }

  @Test
  void modulesAloneAreCheckedWithTheDeclarationsOfConfigYml(@TempDir Path folder)
      throws IOException {
    var config = Files.writeString(folder.resolve("config.yml"), "declarations: slo.yml\n");
    Files.writeString(folder.resolve("slo.yml"), "apiVersion: openslo/v1\nkind: Servce\n");
    var modules =
        Files.writeString(folder.resolve("blackbox.yml"), "modules: {a: {prober: htttp}}\n");
    var command =
        new CheckCommand(
            config,
            _ -> Optional.empty(),
            InstantSource.system(),
            () -> {
              throw new IllegalStateException("nobody is asked");
            },
            new PrintStream(printed, true, StandardCharsets.UTF_8));

    catchThrowableOfType(
        CommandExit.class,
        () ->
            command.run(
                BOOTSTRAP,
                new Namespace(
                    Map.of("path", List.of(), "blackbox", modules.toString(), "output", "text"))));

    assertThat(printed())
        .contains("slo.yml:2:7: kind: not a kind of openslo/v1 (did you mean Service?)")
        .contains("blackbox.yml:1:23: modules.a.prober")
        .endsWith("2 faults\n");
  }

  @Test
  void jsonHoldsTheSame(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("slo.yml"), "apiVersion: openslo/v1\nkind: Servce\n");

    catchThrowableOfType(CommandExit.class, () -> check("json", folder));

    var json = BOOTSTRAP.getObjectMapper().readTree(printed());
    assertThat(json.path("faults").get(0).path("line").asInt()).isEqualTo(2);
    assertThat(json.path("faults").get(0).path("path").asText()).isEqualTo("kind");
    assertThat(json.path("probes").asInt()).isZero();
  }

  @Test
  void aPathThatIsNotThereIsWrongUsage() {
    var exit =
        catchThrowableOfType(CommandExit.class, () -> check("text", Path.of("no/such/folder")));

    assertThat(exit.code()).isEqualTo(Code.WRONG_USAGE);
    assertThat(exit.explanation()).isEqualTo("no/such/folder: no such file or folder");
  }

  /** Real files of OpenSLO: some ask others than a Prometheus, and names stand twice or nowhere. */
  @Test
  void examplesOfOpenSloFailOnlyForWhatNinesCannotAskOrFind() {
    var examples = Peers.path(EXTERNAL.resolve("go-sdk/pkg/openslo/v1/examples"));

    catchThrowableOfType(CommandExit.class, () -> check("text", examples));

    assertThat(printed().lines().filter(line -> line.startsWith("/")))
        .hasSizeGreaterThan(5)
        .allMatch(line ->
            line.contains("a second service")
                || line.contains("a second alert")
                || line.contains(": no ")
                || line.contains("the types that Nines can ask"));
  }
}
