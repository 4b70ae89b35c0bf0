package dev.nines.engine.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.configuration.NinesConfigurationFactory;
import dev.nines.engine.declarations.Declarations;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.run.Prober;
import dev.nines.slo.Sli;
import io.dropwizard.configuration.FileConfigurationSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import net.sourceforge.argparse4j.inf.Namespace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {
  private static final Bootstrap<NinesConfiguration> BOOTSTRAP =
      new Bootstrap<>(
          new Application<>() {
            @Override
            public void run(NinesConfiguration configuration, Environment environment) {}
          });

  @TempDir private Path folder;

  @Test
  void declarationsAreWithoutFault() throws Exception {
    try (var shop = new Shop()) {
      DemoDeclarations.write(folder, shop, 18_080);
    }

    var reading =
        Declarations.read(List.of(folder.resolve("slo-definitions")), _ -> Optional.empty());

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.warnings())
        .as("pages, which the demo's low objectives are meant never to raise")
        .hasSize(6)
        .allMatch(warning -> warning.message().matches("page alert .* can never fire .*"));
    var catalog = reading.catalog().orElseThrow();
    assertThat(catalog.probes())
        .extracting("name", "service", "interval")
        .containsExactlyInAnyOrder(
            tuple("checkout-page", "shop", Duration.ofSeconds(1)),
            tuple("payments-greeting", "payments", Duration.ofSeconds(1)));
    assertThat(catalog.slos())
        .extracting(slo ->
            slo.name()
                + ": "
                + ((Sli.Runs) slo.terms().getFirst().sli()).good().text()
                + " "
                + slo.window().text())
        .containsExactlyInAnyOrder(
            "shop-available: success 1h",
            "shop-fast: success and total < 500ms 1h",
            "payments-available: success 1h");
  }

  @Test
  void configurationIsWithoutFault() throws Exception {
    Path config;
    try (var shop = new Shop()) {
      config = DemoDeclarations.write(folder, shop, 18_080);
    }

    var settings =
        new NinesConfigurationFactory(
                BOOTSTRAP.getValidatorFactory().getValidator(), BOOTSTRAP.getObjectMapper(), "demo")
            .build(new FileConfigurationSourceProvider(), config.toString())
            .settings();

    assertThat(settings.evaluation().interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.dataDir()).isEqualTo(folder.resolve("data"));
    assertThat(settings.declarations()).containsExactly(folder.resolve("slo-definitions"));
    assertThat(settings.externalUrl()).hasPort(18_080);
    assertThat(Files.readString(config)).contains("port: 18080}");
  }

  @Test
  void declaredProbesFollowTheShop() throws Exception {
    try (var shop = new Shop();
        var prober = new Prober(System::nanoTime, InstantSource.system(), "test")) {
      DemoDeclarations.write(folder, shop, 18_080);
      var probes =
          Declarations.read(List.of(folder.resolve("slo-definitions")), _ -> Optional.empty())
              .catalog()
              .orElseThrow()
              .probes();

      assertThat(probes).extracting(probe -> prober.run(probe.spec())).allMatch(ProbeRun::success);

      shop.setBroken(true);

      assertThat(probes).extracting(probe -> prober.run(probe.spec())).noneMatch(ProbeRun::success);
    }
  }

  /** Stands in for the process: what it prints, what it does at its end. */
  private static final class Demo {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<Runnable> atExit = new ArrayList<>();
    private Path config = Path.of("");

    void run(boolean keep) throws Exception {
      new DemoCommand(
              (file, ready) -> {
                config = file;
                ready.accept(URI.create("http://127.0.0.1:12345/"));
              },
              new PrintStream(printed, true, StandardCharsets.UTF_8),
              atExit::add)
          .run(BOOTSTRAP, new Namespace(Map.of("port", 0, "keep", keep)));
    }

    Path folder() {
      return Optional.ofNullable(config.getParent()).orElseThrow();
    }

    String printed() {
      return printed.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void pageComesFirst_thenHowToBreakTheShop() throws Exception {
    var demo = new Demo();

    demo.run(false);

    assertThat(demo.printed())
        .startsWith("http://127.0.0.1:12345/\n\n")
        .containsPattern("curl -X POST http://127\\.0\\.0\\.1:\\d+/break\n")
        .containsPattern("curl -X POST http://127\\.0\\.0\\.1:\\d+/mend\n")
        .contains("deletes " + demo.folder());
    demo.atExit.forEach(Runnable::run);
  }

  @Test
  void folderIsGoneAtTheEnd() throws Exception {
    var demo = new Demo();

    demo.run(false);
    Files.createDirectories(demo.folder().resolve("data/postgres"));
    assertThat(demo.config).exists();
    demo.atExit.forEach(Runnable::run);

    assertThat(demo.folder()).doesNotExist();
  }

  @Test
  void folderOfARunningDatabaseIsDeletedWhenItHasStopped() throws Exception {
    var running = Files.createDirectories(folder.resolve("demo/data")).resolve("postmaster.pid");
    Files.createFile(running);

    var deletion =
        Thread.ofVirtual()
            .start(() -> {
              try {
                new DemoFolder(folder.resolve("demo")).delete();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    Thread.sleep(300);

    assertThat(running).exists();

    Files.delete(running);
    deletion.join();

    assertThat(folder.resolve("demo")).doesNotExist();
  }

  @Test
  void folderIsKeptWhereThatIsAskedFor() throws Exception {
    var demo = new Demo();

    demo.run(true);
    demo.atExit.forEach(Runnable::run);

    assertThat(demo.config).exists();
    assertThat(demo.printed()).contains("keeps " + demo.folder());
    new DemoFolder(demo.folder()).delete();
  }

  /** The ports and the folder are others every time. */
  private static String anyTime(String text) {
    return text.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
        .replaceAll("/[^ ]*/nines-demo-\\d+", "FOLDER")
        .strip();
  }

  @Test
  void guideShowsWhatTheDemoPrints_andItsCommandsWork() throws Exception {
    var guide = Files.readString(Path.of("../docs/guides/first-incident.md"));
    var demo = new Demo();

    demo.run(false);

    assertThat(anyTime(guide)).contains(anyTime(demo.printed()));
    demo.atExit.forEach(Runnable::run);
    var commands =
        Pattern.compile("curl (-X POST )?\\$\\{SHOP\\}(\\w+)").matcher(guide).results().toList();
    assertThat(commands).extracting(command -> command.group(2)).contains("break", "told", "mend");
    try (var shop = new Shop();
        var client = HttpClient.newHttpClient()) {
      for (var command : commands) {
        var request = HttpRequest.newBuilder(shop.page().resolve(command.group(2)));
        if (command.group(1) != null) {
          request.POST(HttpRequest.BodyPublishers.noBody());
        }
        assertThat(client.send(request.build(), BodyHandlers.discarding()).statusCode())
            .as(command.group())
            .isEqualTo(200);
      }
    }
  }
}
