package dev.nines.engine.failures;

import static dev.nines.engine.results.Runs.LOCAL;
import static dev.nines.engine.results.Runs.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.results.NameIds;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.results.ResultPartitions;
import dev.nines.engine.results.ResultStore;
import dev.nines.engine.results.RunKey;
import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.run.Prober;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A target that answers with all it was sent, in its headers and in its body. */
class SecretsIT {
  private static final String SECRET = "kN7-s3cret";
  private static final Content HIDDEN = new Content.Secret(SECRET);

  private static Database database;
  private static HttpServer echo;
  private static Prober prober;

  @BeforeAll
  static void open() throws IOException {
    database = TestDatabase.fresh();
    prober = new Prober(System::nanoTime, InstantSource.system(), "test");
    echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    echo.createContext("/", SecretsIT::answer);
    echo.start();
  }

  @AfterAll
  static void close() {
    echo.stop(0);
    prober.close();
    database.close();
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new StringBuilder("you sent\n");
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> {
            body.append(name).append(": ").append(values).append('\n');
            exchange.getResponseHeaders().add("X-Echo-" + name, values.getFirst());
          });
      body.append(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
      var bytes = body.toString().getBytes(UTF_8);
      exchange.sendResponseHeaders(500, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Test
  void secretHeaderIsNotKept() {
    assertNothingIsKept(
        "header", "", request(List.of(new Header("X-Token", HIDDEN)), Optional.empty(), null));
  }

  @Test
  void bearerTokenIsNotKept() {
    assertNothingIsKept(
        "bearer",
        "",
        request(List.of(), Optional.empty(), new Credentials.Token("Bearer", HIDDEN)));
  }

  @Test
  void basicPasswordIsNotKept() {
    assertNothingIsKept(
        "basic",
        "",
        request(
            List.of(),
            Optional.empty(),
            new Credentials.Basic(new Content.Text("prober"), HIDDEN)));
  }

  @Test
  void passwordOfTheUrlIsNotKept() {
    assertNothingIsKept(
        "url", "prober:" + SECRET + "@", request(List.of(), Optional.empty(), null));
  }

  @Test
  void secretBodyIsNotKept() {
    assertNothingIsKept("body", "", request(List.of(), Optional.of(HIDDEN), null));
  }

  private static HttpModule.Request request(
      List<Header> headers, Optional<Content> body, Credentials credentials) {
    return new HttpModule.Request(
        body.isPresent() ? "POST" : "GET",
        headers,
        body,
        Optional.empty(),
        Optional.ofNullable(credentials),
        true,
        true);
  }

  private static void assertNothingIsKept(
      String probe, String userInfo, HttpModule.Request request) {
    var url = URI.create("http://" + userInfo + "127.0.0.1:" + echo.getAddress().getPort() + "/");
    var run =
        prober.run(new HttpSpec(url, Duration.ofSeconds(5), HttpModule.DEFAULT.with(request)));
    var jdbi = database.jdbi();
    new ResultStore(
            jdbi,
            new NameIds(jdbi),
            new ResultPartitions(jdbi),
            List.of(new FailedRuns(new NameIds(jdbi))))
        .append(
            List.of(
                ProbeResult.of(
                    new RunKey(probe, LOCAL, NOON), Duration.ZERO, run, Optional.empty())));

    var kept =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select e.evidence::text || r.*::text
                    from failed_run_evidence e join result r using (probe_id, scheduled_at)
                      join probe p on p.id = r.probe_id
                    where p.name = :probe
                    """)
                .bind("probe", probe)
                .mapTo(String.class)
                .one());
    assertThat(kept)
        .contains("you sent", "X-echo-", "<secret>")
        .doesNotContain(SECRET)
        .doesNotContain(basic("prober"))
        .doesNotContain(basic(""));
  }

  private static String basic(String user) {
    return Base64.getEncoder().encodeToString((user + ":" + SECRET).getBytes(UTF_8));
  }
}
