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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  @TempDir private Path folder;
  private Shop shop;

  @BeforeEach
  void open() throws IOException {
    shop = new Shop();
    bootstrap.addCommand(
        new ProbeCommand(
            () -> new Prober(System::nanoTime, InstantSource.system(), "test"),
            InstantSource.system(),
            name -> Optional.of(name).filter("TOKEN"::equals).map(_ -> "s3cret"),
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
        .contains("\nMODULE\n  prober: tcp\n  timeout: 5s\n");
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

  @Test
  void jsonOfAFailedRunHasTheAnswerToo() throws IOException {
    var modules = modules(MODULES).toString();
    var target = shop.page().toString();

    nines("probe", target, "--module", "picky", "--blackbox", modules, "--output", "json");

    var answer = json().path("answer");
    assertThat(answer.at("/headers").findValuesAsText("name")).contains("Content-type");
    assertThat(answer.at("/bodyStart").asText()).isNotEmpty();
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

  private static final String MODULES =
      """
      modules:
        picky:
          prober: http
          timeout: 4s
          http:
            valid_status_codes: [404]
            headers: {Authorization: Bearer s3cret}
        banner: {prober: tcp, tcp: {query_response: [{expect: ^SSH}]}}
        with_body: {prober: http, http: {method: POST, body_file: missing}}
        ping: {prober: icmp}
      """;

  private Path modules(String text) throws IOException {
    return Files.writeString(folder.resolve("blackbox.yml"), text);
  }

  private Path config(String declarations) throws IOException {
    Files.createDirectories(folder.resolve("declared"));
    Files.writeString(folder.resolve("declared/all.yml"), declarations);
    modules(MODULES);
    return Files.writeString(
        folder.resolve("config.yml"), "declarations: declared\nblackboxModules: blackbox.yml\n");
  }

  private String declaredPage() {
    return """
    apiVersion: openslo/v1
    kind: Service
    metadata: {name: shop}
    ---
    apiVersion: nines.dev/v1
    kind: Probe
    metadata: {name: shop-page}
    spec:
      service: shop
      target: %s?key=s3cret
      interval: 30s
      timeout: 3s
      prober: http
      http: {bearer_token: "${TOKEN}"}
    """
        .formatted(shop.page());
  }

  @Test
  void moduleOfABlackboxFileSaysWhatIsAsked() throws IOException {
    var modules = modules(MODULES).toString();
    var target = shop.page().toString();

    var end = nines("probe", target, "--module", "picky", "--blackbox", modules);

    assertThat(code(end)).isEqualTo(1);
    assertThat(out())
        .startsWith("DOWN " + target + " : PROCESSING status: status 200, expected one of [404]")
        .contains("\nANSWER\n", "<!doctype html>")
        .contains("  timeout: 4s\n", "  - 404\n", "Authorization: <secret>")
        .doesNotContain("s3cret");
  }

  @Test
  void moduleOfTheConfigurationIsFound_whateverItsDeclarationsAreLike() throws IOException {
    var config = config("kind: Nonsense\n").toString();
    var at = shop.page().getAuthority();

    var end = nines("probe", at, "--module", "banner", "--config", config, "--timeout", "200ms");

    assertThat(code(end)).isEqualTo(1);
    assertThat(out()).startsWith("DOWN " + at + " : PROCESSING ").contains("timeout: 200ms");
  }

  @Test
  void builtInModulesAreThereWithoutAFile() {
    assertThat(nines("probe", shop.page().toString(), "--module", "http_2xx")).isEmpty();
    assertThat(nines("probe", shop.page().getAuthority(), "--module", "tcp_connect")).isEmpty();
  }

  @Test
  void declaredProbeIsRunByItsName() throws IOException {
    var config = config(declaredPage()).toString();

    assertThat(nines("probe", "--probe", "shop-page", "--config", config)).isEmpty();

    assertThat(out())
        .startsWith("UP   " + shop.page() + " in ")
        .contains("  timeout: 3s\n", "    authorization:\n      type: Bearer\n")
        .doesNotContain("s3cret");
  }

  @Test
  void debugIsWhatTheEndpointAnswers() throws IOException {
    var modules = modules(MODULES).toString();
    var target = shop.page() + "?key=s3cret";

    nines("probe", target, "--module", "picky", "--blackbox", modules, "--debug");

    assertThat(out())
        .startsWith("Logs for the probe:\nts=")
        .contains("module=picky target=" + shop.page() + " level=info msg=\"Beginning probe\"")
        .contains("\n\n\n\nMetrics that would have been returned:\n# HELP ")
        .contains("\n\n\n\nModule configuration:\nprober: http\n")
        .contains("\n\n\n\nWhat the run saw:\nDOWN ")
        .doesNotContain("s3cret");
  }

  @Test
  void whatCannotBeAskedCannotBeSaid() throws IOException {
    var modules = modules(MODULES).toString();
    var target = shop.page().toString();

    var end = nines("probe", target, "--module", "with_body", "--blackbox", modules);

    assertThat(code(end)).isEqualTo(3);
    assertThat(out())
        .startsWith("UNKNOWN " + target + " : ")
        .contains("prober: ")
        .contains("missing cannot be read: no such file\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          probe a --module pickey --blackbox BB | no module named pickey (did you mean picky?)
          probe a --module ping --blackbox BB | the module ping has prober "icmp", which Nines does not have: it has http, http_steps, tcp
          probe a --module picky --blackbox NO | NO: no such file or folder
          probe a --module picky --config NO | NO: no such file or folder
          probe a --module picky --blackbox BB --insecure | --insecure means nothing here: --module says how to ask
          probe a --module picky --blackbox BB --tcp | --tcp means nothing here: --module says how to ask
          probe --probe shop-pag --config CONFIG | no probe named shop-pag (did you mean shop-page?)
          probe a --probe shop-page --config CONFIG | TARGET means nothing here: --probe says all of it
          probe --probe shop-page --config CONFIG --timeout 1s | --timeout means nothing here: --probe says all of it
          probe a --blackbox BB | --blackbox means nothing here: needs --module or --probe
          probe a --debug --output json | --debug means nothing here: its answer is text
          probe | TARGET missing: a URL, a host or host:port, or --probe and the name of a declared one
          """)
  void wrongUsageIsOneSentence(String line, String sentence) throws IOException {
    var config = config(declaredPage());
    var arguments =
        Arrays.stream(line.split(" "))
            .map(word -> word.equals("BB") ? folder.resolve("blackbox.yml").toString() : word)
            .map(word -> word.equals("CONFIG") ? config.toString() : word)
            .toArray(String[]::new);

    assertThat(code(nines(arguments))).isEqualTo(2);

    assertThat(err()).isEqualTo(sentence + "\n");
    assertThat(out()).isEmpty();
  }

  @Test
  void faultsOfTheFilesAreToldWithTheirLines() throws IOException {
    var modules = modules("modules:\n  a: {prober: htp}\n  b: {prober: tcp, tcp: {tsl: true}}\n");

    assertThat(code(nines("probe", "a", "--module", "a", "--blackbox", modules.toString())))
        .isEqualTo(2);

    assertThat(err().replace(folder + "/", ""))
        .isEqualTo(
            """
            blackbox.yml:2:15: modules.a.prober: expected http, http_steps or tcp, got "htp" (did you mean http?)
            blackbox.yml:3:26: modules.b.tcp.tsl: unknown key (did you mean tls?)
            """);
  }
}
