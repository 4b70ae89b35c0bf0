package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.ProbeEndpoint.encoded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.nines.engine.Peers;
import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.engine.catalog.BlackboxModules.Module;
import dev.nines.engine.demo.Shop;
import dev.nines.engine.schedule.DeclaredProbes;
import dev.nines.engine.schedule.HalfAnswers;
import dev.nines.engine.schedule.RunGates;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpModule.Request;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.TcpModule;
import dev.nines.probe.http.BodyBudget;
import dev.nines.probe.run.Prober;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** As Prometheus sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProbeServletIT {
  private static final String TIMEOUT = ScrapeTimeout.HEADER;

  private static final List<String> HTTP =
      List.of(
          "probe_duration_seconds",
          "probe_failed_due_to_regex",
          "probe_http_content_length",
          "probe_http_redirects",
          "probe_http_ssl",
          "probe_http_status_code",
          "probe_http_uncompressed_body_length",
          "probe_http_version",
          "probe_success",
          "probe_timeout_seconds");
  private static final List<String> TCP =
      List.of(
          "probe_duration_seconds",
          "probe_failed_due_to_bytes",
          "probe_failed_due_to_regex",
          "probe_success",
          "probe_timeout_seconds");
  private static final List<String> RESOLVED =
      List.of("probe_dns_lookup_time_seconds", "probe_ip_addr_hash", "probe_ip_protocol");
  private static final List<String> RESOLVE_PHASE =
      List.of("probe_http_duration_seconds{phase=\"resolve\"}");
  private static final List<String> ALL_PHASES =
      Stream.of("resolve", "connect", "processing", "tls", "transfer")
          .map(phase -> "probe_http_duration_seconds{phase=\"" + phase + "\"}")
          .toList();

  @TempDir Path folder;
  private Shop shop;
  private ProbeEndpoint endpoint;

  @BeforeAll
  void open() throws Exception {
    shop = new Shop();
    var named =
        HttpModule.DEFAULT.with(
            new Request(
                "GET",
                List.of(Header.of("hOST", "a.example")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                true));
    var modules = new HashMap<>(BlackboxModules.STANDARD.modules());
    modules.putAll(
        Map.of(
            "named", module(0, named),
            "short", module(1_500, HttpModule.DEFAULT),
            "tcp", module(0, TcpModule.DEFAULT)));
    endpoint =
        new ProbeEndpoint(
            new BlackboxModules(modules, Map.of("ping", "has a prober that is not there")),
            List.of(
                DeclaredProbes.probe(
                    "page", Duration.ofSeconds(1), DeclaredProbes.http(shop.page().toString()))),
            new RunGates(10, 10),
            new Prober(System::nanoTime, InstantSource.system(), "test", _ -> null));
  }

  @AfterAll
  void close() throws Exception {
    endpoint.close();
    shop.close();
  }

  private static Module module(int millis, ProbeModule asks) {
    return new Module(Optional.of(millis).filter(m -> m > 0).map(Duration::ofMillis), asks);
  }

  @ParameterizedTest
  @MethodSource
  void refused(int status, String sentence, String query, String timeout) throws Exception {
    var answer = timeout.isEmpty() ? endpoint.ask(query) : endpoint.ask(query, TIMEOUT, timeout);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(sentence + "\n");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain;charset=utf-8");
  }

  static Stream<Arguments> refused() {
    var parse = "Failed to parse timeout from Prometheus header: not a number of seconds";
    var missing = "Target parameter is missing";
    var asDeclared = "a declared probe is asked as it is declared: leave out module, target";
    var twoProbes = "one request asks one probe: name one";
    var foreign = "Module \"ping\" has a prober that is not there";
    var twoHosts =
        "host header defined both in module configuration (a.example) and with URL-parameter 'hostname'"
            + " (b.example)";
    return Stream.of(
        situation("unknown module", 400, "Unknown module \"nope\"", "module=nope&target=a", ""),
        situation("unknown module first", 400, "Unknown module \"nope\"", "module=nope", "x"),
        situation("no target", 400, missing, "module=http_2xx", ""),
        situation("empty target", 400, missing, "target=&module=http_2xx", ""),
        situation("timeout before target", 500, parse, "module=http_2xx", "x"),
        situation("timeout of Java only", 500, parse, "target=a", "1d"),
        situation("two points", 500, parse, "target=a", "1.2.3"),
        situation("not finite", 500, parse, "target=a", "Inf"),
        situation("target before prober", 400, missing, "module=ping", ""),
        situation("foreign prober", 400, foreign, "module=ping&target=a", ""),
        situation("two hosts", 400, twoHosts, "module=named&target=a&hostname=b.example", ""),
        situation("no such probe", 404, "No probe \"nope\" is declared", "probe=nope", ""),
        situation("probe sent elsewhere", 400, asDeclared, "probe=page&target=a&module=x", ""),
        situation("two probes", 400, twoProbes, "probe=page&probe=other", ""),
        situation("a probe's timeout", 500, parse, "probe=page", "x"));
  }

  private static Arguments situation(
      String name, int status, String sentence, String query, String timeout) {
    return Arguments.argumentSet(name, status, sentence, query, timeout);
  }

  @Test
  void unknownModulesAreCounted() throws Exception {
    var before = endpoint.unknownModules();

    endpoint.ask("module=nope&target=a");
    endpoint.ask("module=ping&target=a");

    assertThat(endpoint.unknownModules()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @MethodSource
  void timeout(String header, String module, String seconds) throws Exception {
    var query = "target=" + encoded(shop.page().toString()) + "&module=" + module;

    var answer = header.isEmpty() ? endpoint.ask(query) : endpoint.ask(query, TIMEOUT, header);

    assertThat(answer.body().lines()).contains("probe_timeout_seconds " + seconds);
  }

  static Stream<Arguments> timeout() {
    return Stream.of(
        Arguments.argumentSet("neither", "", "http_2xx", "119.5"),
        Arguments.argumentSet("zero is none", "0", "http_2xx", "119.5"),
        Arguments.argumentSet("the scrape's", "10", "http_2xx", "9.5"),
        Arguments.argumentSet("the module's, smaller", "10", "short", "1.5"),
        Arguments.argumentSet("the module's, larger", "1.25", "short", "0.75"),
        Arguments.argumentSet("nothing left, the module's", "0.25", "short", "1.5"),
        Arguments.argumentSet("nothing left, none", "0.25", "http_2xx", "0.0"),
        Arguments.argumentSet("exponent", "1e1", "http_2xx", "9.5"),
        Arguments.argumentSet("bounded", "1e9", "http_2xx", "3600.0"));
  }

  @ParameterizedTest
  @CsvSource({"10, 0.9", "1, 0.5"})
  void declaredProbeHasItsOwnDeadline_unlessTheScrapesIsSooner(String header, String seconds)
      throws Exception {
    var answer = endpoint.ask("probe=page", TIMEOUT, header);

    assertThat(answer.body().lines())
        .contains("probe_success 1.0", "probe_timeout_seconds " + seconds);
  }

  @Test
  void noTimeLeftFailsTheProbe() throws Exception {
    var answer = endpoint.ask("target=" + encoded(shop.page().toString()), TIMEOUT, "0.5");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("probe_success 0.0", "reason=\"timeout\"");
  }

  @ParameterizedTest
  @MethodSource
  void series(String target, String module, List<String> series) throws Exception {
    var answer =
        endpoint.ask("target=" + encoded(filled(target)) + "&module=" + module, TIMEOUT, "3");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(names(answer.body()).filter(name -> !name.startsWith("probe_failure_info")))
        .containsExactlyInAnyOrderElementsOf(series);
    assertThat(answer.body().lines().filter(line -> line.startsWith("# TYPE")))
        .allMatch(line -> line.endsWith(" gauge"));
  }

  static Stream<Arguments> series() {
    return Stream.of(
        Arguments.argumentSet("http", "SHOP", "http_2xx", all(all(HTTP, RESOLVED), ALL_PHASES)),
        Arguments.argumentSet(
            "http refused",
            "http://127.0.0.1:1/",
            "http_2xx",
            all(all(HTTP, RESOLVED), ALL_PHASES)),
        Arguments.argumentSet(
            "http, no such name",
            "http://nx.invalid/",
            "http_2xx",
            all(all(HTTP, RESOLVED), RESOLVE_PHASE)),
        Arguments.argumentSet("http, no target", "http://:::bad:x/", "http_2xx", HTTP),
        Arguments.argumentSet("tcp", "HOST", "tcp", all(TCP, RESOLVED)),
        Arguments.argumentSet("tcp refused", "127.0.0.1:1", "tcp", all(TCP, RESOLVED)),
        Arguments.argumentSet("tcp, no such name", "nx.invalid:1", "tcp", all(TCP, RESOLVED)),
        Arguments.argumentSet("tcp, no port", "noport", "tcp", TCP));
  }

  @Test
  void values() throws Exception {
    var answer = endpoint.ask("target=" + encoded(filled("HOST")) + "&module=http_2xx");

    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
    assertThat(answer.body().lines())
        .contains(
            "probe_success 1.0",
            "probe_http_status_code 200.0",
            "probe_ip_protocol 4.0",
            "probe_ip_addr_hash 3.668918509E9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://me:s3cret@127.0.0.1:99999/x?token=s3cret | http://<secret>@127.0.0.1:99999/x?<secret>
          http%3A%2F%2Fme%3As3cret%40127.0.0.1%3A99999 | http%3A%2F%2F<secret>%40127.0.0.1%3A99999
          ftp://127.0.0.1/ | ftp://127.0.0.1/
          http://127.0.0.1/%zz | http://127.0.0.1/%zz
          me:s3/cret@127.0.0.1:99999 | <secret>@127.0.0.1:99999
          http://127.0.0.1/a b | http://127.0.0.1/a b
          """)
  void whatIsNoTargetIsSaidToBeNone_andNamed(String target, String shown) throws Exception {
    var query = "module=http_2xx&target=" + encoded(target);

    assertThat(endpoint.ask(query).body())
        .contains("probe_failure_info{phase=\"resolve\",reason=\"target_invalid\"} 1");
    assertThat(endpoint.ask(query + "&debug=true").body())
        .contains("DOWN " + shown + " : RESOLVE target_invalid: ")
        .doesNotContain("s3/")
        .doesNotContain("s3cret");
  }

  @Test
  void aTargetMayBeEncodedTwice() throws Exception {
    var once = encoded(shop.page().toString());

    assertThat(endpoint.ask("target=" + encoded(once)).body()).contains("probe_success 1.0");
  }

  @Test
  void whoWantsOpenMetricsGetsIt() throws Exception {
    var answer =
        endpoint.ask(
            "target=" + encoded(shop.page().toString()),
            "Accept",
            "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5");

    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
    assertThat(answer.body()).contains("probe_success 1.0").endsWith("# EOF\n");
  }

  @Test
  void fullGateIsSaid() throws Exception {
    var gates = new RunGates(2, 1);
    gates.enter("127.0.0.1:1");
    try (var full = new ProbeEndpoint(BlackboxModules.STANDARD, gates)) {
      assertThat(full.ask("target=" + encoded(filled("HOST"))).statusCode())
          .as("another port of that host")
          .isEqualTo(200);
      var atHost = full.ask("target=" + encoded("http://127.0.0.1:1/"));
      gates.enter("elsewhere.example:80");
      var inAll = full.ask("target=" + encoded("http://127.0.0.1:1/"));

      assertThat(atHost.statusCode()).isEqualTo(503);
      assertThat(atHost.body())
          .isEqualTo(
              "as many probes of 127.0.0.1:1 are under way as probeEndpoint.concurrency.perHost"
                  + " allows\n");
      assertThat(inAll.statusCode()).isEqualTo(503);
      assertThat(inAll.body())
          .isEqualTo("as many probes are under way as probeEndpoint.concurrency.total allows\n");
    }
  }

  @Test
  void bodiesThatLeaveNoRoomAreAFullGate() throws Exception {
    var budget = new BodyBudget(64 * 1024);
    var modules =
        new BlackboxModules(
            Map.of("searching", module(1_500, DeclaredProbes.searching())), Map.of());
    try (var server = new HalfAnswers();
        var small =
            new ProbeEndpoint(
                modules,
                new RunGates(9, 9),
                new Prober(System::nanoTime, InstantSource.system(), "test", budget))) {
      var query = "module=searching&target=" + encoded(server.url());
      var first =
          Thread.ofVirtual()
              .start(() -> assertThatCode(() -> small.ask(query)).doesNotThrowAnyException());
      await().until(() -> budget.taken() > 0);
      var answer = small.ask(query);

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).startsWith("the bodies that other runs keep left no room");
      assertThat(small.dropped("gate_bodies")).isEqualTo(1);
      first.join();
      assertThat(budget.taken()).isZero();
    }
  }

  @Test
  void pageOfSomebodyElseIsNotOnThisMachine() throws Exception {
    var query = "target=" + encoded(shop.page().toString());

    assertThat(endpoint.ask(query, "Sec-Fetch-Site", "cross-site").statusCode()).isEqualTo(403);
    assertThat(endpoint.ask(query, "Origin", "https://evil.example").statusCode()).isEqualTo(403);
    assertThat(endpoint.ask(query, "Via", "1.1 proxy").statusCode()).isEqualTo(403);
    assertThat(endpoint.ask("probe=page", "Via", "1.1 proxy").statusCode()).isEqualTo(403);
    assertThat(endpoint.ask(query, "Sec-Fetch-Site", "none").statusCode()).isEqualTo(200);
  }

  @Test
  void targetThatLeadsToMetadataIsDown_andItsProbeSuccessStays() throws Exception {
    try (var redirecting =
        new TargetServer(
            TargetServer.listening(ServerSocketFactory.getDefault(), "127.0.0.1"),
            socket -> {
              TargetServer.readLine(socket);
              TargetServer.write(
                  socket,
                  "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\n"
                      + "Content-Length: 0\r\n\r\n");
            })) {
      var answer = endpoint.ask("target=" + encoded("http://127.0.0.1:" + redirecting.port()));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .contains(
              "probe_success 0.0",
              "probe_failure_info{phase=\"resolve\",reason=\"not_allowed\"} 1");
    }
    assertThat(endpoint.ask("target=" + encoded("http://169.254.169.254/")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void promtoolFindsNothingWrong() throws Exception {
    var promtool = Peers.program("promtool");
    for (var target : List.of("SHOP", "http://127.0.0.1:1/")) {
      var metrics =
          Files.writeString(
              folder.resolve("metrics"), endpoint.ask("target=" + encoded(filled(target))).body());

      var process =
          new ProcessBuilder(promtool.toString(), "check", "metrics")
              .redirectInput(metrics.toFile())
              .redirectErrorStream(true)
              .start();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(output(process)).isEmpty();
      assertThat(process.exitValue()).isZero();
    }
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private String filled(String target) {
    return switch (target) {
      case "SHOP" -> shop.page().toString();
      case "HOST" -> shop.page().getAuthority();
      default -> target;
    };
  }

  private static Stream<String> names(String body) {
    return body.lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')));
  }

  private static List<String> all(List<String> always, List<String> resolved) {
    return Stream.concat(always.stream(), resolved.stream()).toList();
  }
}
