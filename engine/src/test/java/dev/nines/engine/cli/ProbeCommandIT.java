package dev.nines.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.demo.Shop;
import dev.nines.probe.run.Prober;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.util.JarLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As the shell sees it: arguments, output, exit code. */
class ProbeCommandIT {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Bootstrap<NinesConfiguration> bootstrap =
      new Bootstrap<>(
          new Application<>() {
            @Override
            public void run(NinesConfiguration configuration, Environment environment) {}
          });
  private Shop shop;

  @BeforeEach
  void open() throws IOException {
    shop = new Shop();
    bootstrap.addCommand(
        new ProbeCommand(
            () -> new Prober(System::nanoTime, InstantSource.system(), "test"),
            InstantSource.system(),
            new PrintStream(out, true, StandardCharsets.UTF_8)));
  }

  @AfterEach
  void close() throws IOException {
    shop.close();
  }

  private Optional<Throwable> nines(String... arguments) {
    return new Cli(new JarLocation(getClass()), bootstrap, out, err).run(arguments);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static String refusing() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    }
  }

  private static int code(Optional<Throwable> end) {
    return end.map(e -> ((CommandExit) e).code().number()).orElse(0);
  }

  @Test
  void aPageThatIsUp() {
    var end = nines("probe", shop.page().toString());

    assertThat(end).isEmpty();
    assertThat(out())
        .startsWith("UP   " + shop.page() + " in ")
        .contains("127.0.0.1 (IPv4)", "transfer", "status          200");
    assertThat(err()).isEmpty();
  }

  @Test
  void hostAndPortAreProbedByTcp_unlessHttpIsAskedFor() {
    var target = "127.0.0.1:" + shop.page().getPort();

    assertThat(nines("probe", target)).isEmpty();
    assertThat(nines("probe", target, "--http", "--timeout", "10s")).isEmpty();

    assertThat(out()).contains("UP   " + target + " in ", "UP   http://" + target + " in ");
  }

  @Test
  void aPortWithNobodyThereIsNo() throws IOException {
    var target = refusing();

    var end = nines("probe", target, "--tcp");

    assertThat(code(end)).isEqualTo(1);
    assertThat(out())
        .startsWith("DOWN " + target + " : CONNECT connection_refused: ")
        .hasLineCount(6);
    assertThat(err()).isEmpty();
  }

  @Test
  void jsonIsOneObject_upOrDown() throws IOException {
    assertThat(nines("probe", shop.payments(), "--output", "json")).isEmpty();

    var up = json();
    assertThat(up.path("success").asBoolean()).isTrue();
    assertThat(up.path("target").asText()).isEqualTo(shop.payments());
    out.reset();

    assertThat(code(nines("probe", "--output", "json", "http://" + refusing()))).isEqualTo(1);

    assertThat(json().path("failure").path("reason").asText()).isEqualTo("connection_refused");
  }

  private JsonNode json() throws JsonProcessingException {
    return bootstrap.getObjectMapper().readTree(out());
  }

  @Test
  void aWrongTargetIsOneSentence() {
    assertThat(code(nines("probe", "ftp://shop.example.com"))).isEqualTo(2);

    assertThat(err()).isEqualTo("scheme is ftp: an HTTP target begins with http:// or https://\n");
    assertThat(out()).isEmpty();
  }

  @Test
  void aWrongTimeoutIsOneSentence() {
    assertThat(code(nines("probe", "localhost", "--timeout", "soon"))).isEqualTo(2);

    assertThat(err())
        .isEqualTo("timeout is not above zero and at most 10m, such as 5s or 300ms: soon\n");
  }

  @Test
  void twoProtocolsAtOnceAreWrongUsage() {
    assertThat(nines("probe", "localhost:1", "--tcp", "--http")).isPresent();

    assertThat(err()).contains("not allowed with argument").doesNotContain("\tat ");
  }
}
