package dev.nines.probe.run;

import static dev.nines.probe.run.HostileServer.write;
import static dev.nines.probe.run.Specs.SHORT;
import static dev.nines.probe.run.Specs.asking;
import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpModule.Request;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.net.Destination;
import dev.nines.probe.net.RunContext;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientCredentialsIT {
  private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final AtomicLong nanos = new AtomicLong();
  private final Prober prober = new Prober(nanos::get, InstantSource.system(), "test");
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private HostileServer target;

  @BeforeEach
  void open() throws IOException {
    target =
        new HostileServer(socket -> {
          heads.add(HostileServer.readHead(socket));
          write(socket, EMPTY);
        });
  }

  @AfterEach
  void shut() throws IOException {
    prober.close();
    target.close();
  }

  @Test
  void tokenIsGotOnce_andRenewedShortlyBeforeItsEnd() throws IOException {
    try (var endpoint =
        new HostileServer(socket -> {
          asked.add(request(socket));
          write(
              socket,
              json(200, "{\"access_token\":\"t%d\",\"expires_in\":60}".formatted(asked.size())));
        })) {
      var spec = spec(endpoint);

      assertThat(run(spec).success()).isTrue();
      nanos.addAndGet(Duration.ofSeconds(49).toNanos());
      assertThat(run(spec).success()).isTrue();
      nanos.addAndGet(Duration.ofSeconds(2).toNanos());
      assertThat(run(spec).success()).isTrue();

      assertThat(asked).hasSize(2);
      assertThat(asked.getFirst())
          .startsWith("POST /token HTTP/1.1")
          .contains(
              "Authorization: Basic bWU6czNjcmV0JTJGMQ==",
              "grant_type=client_credentials&scope=a+b&audience=shop")
          .doesNotContain("client_secret");
      assertThat(heads.get(0)).contains("Authorization: Bearer t1");
      assertThat(heads.get(1)).contains("Authorization: Bearer t1");
      assertThat(heads.get(2)).contains("Authorization: Bearer t2");
    }
  }

  @Test
  void clientIsNamedInTheForm_whereTheHeaderIsRefused() throws IOException {
    try (var endpoint =
        new HostileServer(socket -> {
          var request = request(socket);
          asked.add(request);
          write(
              socket,
              request.contains("client_secret=s3cret%2F1")
                  ? json(200, "{\"access_token\":\"t\"}")
                  : json(401, "{}"));
        })) {
      assertThat(run(spec(endpoint)).success()).isTrue();
      assertThat(asked).hasSize(2);
      assertThat(asked.getLast()).doesNotContain("Authorization");
    }
  }

  @Test
  void refusalIsTold_withoutTheSecret_andTheTargetIsNotAsked() throws IOException {
    try (var endpoint =
        new HostileServer(
            HostileServer.afterRequest(socket ->
                write(socket, json(401, "{\"error\":\"invalid_client\",\"x\":\"s3cret/1\"}"))))) {
      var failure = run(spec(endpoint)).failure().orElseThrow();

      assertThat(failure.reason()).isEqualTo(FailureReason.CREDENTIALS);
      assertThat(failure.phase()).isEqualTo(Phase.RESOLVE);
      assertThat(failure.detail())
          .isEqualTo(
              "no token: 127.0.0.1:%d answered status 401 (invalid_client)"
                  .formatted(endpoint.port()));
      assertThat(heads).isEmpty();
    }
  }

  @Test
  void endpointThatHangsOrDripsOrIsNotThereCostsNoMoreThanTheDeadline() throws IOException {
    try (var hanging = new HostileServer(socket -> Thread.sleep(60_000));
        var dripping =
            new HostileServer(
                HostileServer.forEver("HTTP/1.1 200 OK\r\n\r\n{\"access_token\":\"", "x", 20));
        var gone = new HostileServer(socket -> {})) {
      for (var endpoint : List.of(hanging, dripping)) {
        var began = System.nanoTime();
        var failure = run(within(SHORT, spec(endpoint))).failure().orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.CREDENTIALS);
        assertThat(failure.detail()).startsWith("no token: ").contains("within 300ms");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      }
      assertThat(run(spec(gone)).failure().orElseThrow().detail())
          .contains("closed the connection");
    }
    assertThat(heads).isEmpty();
  }

  @Test
  void runsThatStartTogetherShareOneToken() throws Exception {
    var told = new CountDownLatch(1);
    try (var endpoint =
        new HostileServer(socket -> {
          asked.add(request(socket));
          told.await();
          write(socket, json(200, "{\"access_token\":\"t\"}"));
        })) {
      var runs = together(spec(endpoint), 20);
      told.countDown();

      for (var run : runs) {
        assertThat(run.get().success()).isTrue();
      }
      assertThat(asked).hasSize(1);
      assertThat(heads).hasSize(20).allMatch(head -> head.contains("Authorization: Bearer t\r\n"));
    }
  }

  @Test
  void refusalIsSharedToo() throws Exception {
    var told = new CountDownLatch(1);
    try (var endpoint =
        new HostileServer(socket -> {
          asked.add(request(socket));
          told.await();
          write(socket, json(401, "{}"));
        })) {
      var runs = together(spec(endpoint), 20);
      told.countDown();

      for (var run : runs) {
        assertThat(run.get().failure().orElseThrow().detail()).endsWith("answered status 401");
      }
      assertThat(asked).as("once in the header, once in the form").hasSize(2);
    }
  }

  @Test
  void whoWaitsForAnothersTokenWaitsNoLongerThanItsOwnDeadline() throws Exception {
    var told = new CountDownLatch(1);
    try (var endpoint =
        new HostileServer(socket -> {
          asked.add(request(socket));
          told.await();
          write(socket, json(200, "{\"access_token\":\"t\"}"));
        })) {
      var patient = together(spec(endpoint), 1).getFirst();

      var failure = run(within(SHORT, spec(endpoint))).failure().orElseThrow();
      told.countDown();

      assertThat(failure.reason()).isEqualTo(FailureReason.CREDENTIALS);
      assertThat(failure.detail())
          .isEqualTo("no token: another run that asks for it has none within 300ms");
      assertThat(patient.get().success()).isTrue();
      assertThat(asked).hasSize(1);
    }
  }

  @Test
  void whoWaitedForOneThatGaveUpAsksByItself() throws Exception {
    try (var endpoint =
        new HostileServer(socket -> {
          asked.add(request(socket));
          if (asked.size() == 1) {
            Thread.sleep(60_000);
          }
          write(socket, json(200, "{\"access_token\":\"t\"}"));
        })) {
      var hasty = together(within(SHORT, spec(endpoint)), 1).getFirst();

      assertThat(run(spec(endpoint)).success()).isTrue();
      assertThat(hasty.get().failure().orElseThrow().detail()).contains("within 300ms");
      assertThat(asked).hasSize(2);
    }
  }

  /** Starts runs, and waits until the endpoint is asked and all of them wait for something. */
  private List<FutureTask<ProbeRun>> together(HttpSpec spec, int count) {
    var runs = new ArrayList<FutureTask<ProbeRun>>();
    var threads = new ArrayList<Thread>();
    for (var i = 0; i < count; i++) {
      var run = new FutureTask<>(() -> run(spec));
      runs.add(run);
      threads.add(Thread.ofVirtual().start(run));
    }
    var end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (asked.isEmpty()
        || threads.stream().anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
      assertThat(System.nanoTime()).as("not all wait").isLessThan(end);
      Thread.onSpinWait();
    }
    return runs;
  }

  @Test
  void endpointsAddressMustBeAllowedToo() throws IOException {
    try (var endpoint = new HostileServer(socket -> asked.add(request(socket)))) {
      var context =
          new RunContext(
              Map.of(),
              destination ->
                  destination instanceof Destination.Declared
                      ? Optional.of("not " + destination.host())
                      : Optional.empty());

      var failure =
          prober
              .run(spec("http://localhost:" + endpoint.port() + "/token"), context)
              .failure()
              .orElseThrow();

      assertThat(failure.reason()).isEqualTo(FailureReason.NOT_ALLOWED);
      assertThat(failure.detail()).isEqualTo("not localhost");
      assertThat(asked).isEmpty();
    }
  }

  private HttpSpec spec(HostileServer endpoint) {
    return spec("http://127.0.0.1:" + endpoint.port() + "/token");
  }

  private HttpSpec spec(String tokenUrl) {
    var credentials =
        new Credentials.ClientCredentials(
            new Content.Text("me"),
            new Content.Secret("s3cret/1"),
            List.of("a", "b"),
            URI.create(tokenUrl),
            Map.of("audience", "shop"),
            TlsSpec.DEFAULT,
            ProxySpec.NONE);
    var request =
        new Request(
            "GET",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(credentials),
            true,
            true);
    return asking(request, http("http://127.0.0.1:" + target.port() + "/"));
  }

  private static String request(Socket socket) throws IOException {
    var head = HostileServer.readHead(socket);
    var length = head.replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
    return head
        + new String(
            socket.getInputStream().readNBytes(Integer.parseInt(length)),
            java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String json(int status, String body) {
    return "HTTP/1.1 %d X\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(status, body.length(), body);
  }

  private ProbeRun run(HttpSpec spec) {
    return prober.run(spec);
  }
}
