package dev.nines.probe.run;

import static dev.nines.probe.run.HostileServer.write;
import static dev.nines.probe.run.Specs.SHORT;
import static dev.nines.probe.run.Specs.http;
import static dev.nines.probe.run.Specs.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Content;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Header;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.http.BodyBudget;
import dev.nines.probe.net.Destination;
import dev.nines.probe.net.RunContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyIT {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final Map<String, String> environment = new ConcurrentHashMap<>();
  @TempDir private Path folder;
  private final List<String> heads = new CopyOnWriteArrayList<>();
  private final Prober prober =
      new Prober(
          System::nanoTime,
          InstantSource.system(),
          "test",
          host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})),
          environment::get,
          BodyBudget.OF_PROCESS);

  @AfterEach
  void stop() {
    prober.close();
  }

  @Test
  void plainRequestGoesToTheProxyInAbsoluteForm_withItsCredentialsButNotTheTargets()
      throws IOException {
    try (var proxy = new HostileServer(this::answer)) {
      var run =
          run(
              through(
                  proxy("http://pr:0xy@127.0.0.1:" + proxy.port(), List.of(), false),
                  http("http://me:pass@shop.test:8080/a?b#c")));

      assertThat(run.success()).isTrue();
      assertThat(heads.getFirst())
          .startsWith("GET http://shop.test:8080/a?b HTTP/1.1\r\n")
          .contains("Host: shop.test:8080", "Proxy-Authorization: Basic cHI6MHh5");
      assertThat(run.phases())
          .extracting(PhaseSpan::phase)
          .containsExactly(Phase.RESOLVE, Phase.CONNECT, Phase.PROCESSING, Phase.TRANSFER);
    }
  }

  @Test
  void tunnelIsAskedForTheChosenAddress_orForTheNameWhereItIsLeftToTheProxy() throws IOException {
    try (var proxy =
        new HostileServer(socket -> {
          heads.add(HostileServer.readHead(socket));
          write(socket, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        })) {
      var address = "http://pr:0xy@127.0.0.1:" + proxy.port();
      var resolved =
          run(through(proxy(address, List.of(), false), http("https://shop.test:8443/")));
      var left = run(through(proxy(address, List.of(), true), http("https://shop.test:8443/")));

      assertThat(heads.getFirst())
          .startsWith("CONNECT 127.0.0.1:8443 HTTP/1.1\r\n")
          .contains("X-Team: checkout", "Proxy-Authorization: Basic cHI6MHh5", "User-Agent: Nines");
      assertThat(heads.getLast()).startsWith("CONNECT shop.test:8443 HTTP/1.1\r\n");
      assertThat(resolved.failure())
          .contains(
              new Failure(
                  Phase.CONNECT,
                  FailureReason.PROXY,
                  "the proxy 127.0.0.1:%d refused to connect: status 403".formatted(proxy.port())));
      assertThat(left.phases()).extracting(PhaseSpan::phase).containsExactly(Phase.CONNECT);
      assertThat(left.address()).isEmpty();
    }
  }

  @Test
  void tunnelCarriesTlsUnderTheTargetsName() throws Exception {
    var certificate = TestCertificate.make(folder, "shop", "dns:shop.test", "-1d");
    try (var target =
            new HostileServer(
                certificate.server().getServerSocketFactory(),
                InetAddress.getByName("127.0.0.1"),
                this::answer);
        var proxy = new HostileServer(socket -> tunnel(socket, target.port()))) {
      var spec =
          Specs.trusting(certificate.trusted(), http("https://shop.test:" + target.port() + "/x"));

      var run = run(through(proxy("http://127.0.0.1:" + proxy.port(), List.of(), false), spec));

      assertThat(run.failure()).isEmpty();
      assertThat(heads.getLast()).contains("/x", "shop.test:" + target.port());
      assertThat(run.phases())
          .extracting(PhaseSpan::phase)
          .containsExactly(
              Phase.RESOLVE, Phase.CONNECT, Phase.TLS, Phase.PROCESSING, Phase.TRANSFER);
    }
  }

  @Test
  void proxyThatRefusesOrHangsIsNamed() throws IOException {
    var nobody =
        run(through(proxy("http://127.0.0.1:1", List.of(), false), http("http://a.test/")));
    assertThat(nobody.failure())
        .contains(
            new Failure(
                Phase.CONNECT,
                FailureReason.PROXY,
                "the proxy 127.0.0.1:1: connection refused by 127.0.0.1:1"));

    try (var hanging = new HostileServer(socket -> Thread.sleep(60_000));
        var jealous =
            new HostileServer(
                HostileServer.answering(
                    "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n"));
        var babbling = new HostileServer(HostileServer.answering("220 hello\r\n\r\n"))) {
      var hung = run(within(SHORT, secure(hanging)));
      assertThat(hung.failure().orElseThrow().reason()).isEqualTo(FailureReason.PROXY);
      assertThat(hung.failure().orElseThrow().detail()).contains("within 300ms");
      assertThat(Duration.ofNanos(hung.durationNanos())).isLessThan(Duration.ofSeconds(3));
      assertThat(run(secure(jealous)).failure().orElseThrow().detail()).contains("status 407");
      assertThat(run(secure(babbling)).failure().orElseThrow().reason())
          .isEqualTo(FailureReason.PROXY);
    }
  }

  @Test
  void environmentDecidesWhereItIsDeclaredTo_butNeverForTheMachineItself() throws IOException {
    try (var proxy = new HostileServer(this::answer);
        var target = new HostileServer(HostileServer.answering(OK))) {
      environment.put("http_proxy", "127.0.0.1:" + proxy.port());
      var spec = new ProxySpec(Optional.empty(), List.of(), true, List.of(), false);

      assertThat(run(through(spec, http("http://127.0.0.1:" + target.port() + "/"))).success())
          .isTrue();
      assertThat(heads).isEmpty();
    }
  }

  @Test
  void declaredProxyIsUsedForTheMachineItselfToo_unlessNoProxyIsDeclared() throws IOException {
    try (var proxy = new HostileServer(this::answer);
        var target = new HostileServer(HostileServer.answering(OK))) {
      var address = "http://127.0.0.1:" + proxy.port();
      var spec = http("http://127.0.0.1:" + target.port() + "/");

      assertThat(run(through(proxy(address, List.of("x.test"), false), spec)).success()).isTrue();
      assertThat(heads).isEmpty();
      assertThat(run(through(proxy(address, List.of(), false), spec)).success()).isTrue();
      assertThat(heads).hasSize(1);
    }
  }

  @Test
  void proxysAddressMustBeAllowedToo() throws IOException {
    try (var proxy = new HostileServer(this::answer)) {
      var context =
          new RunContext(
              Map.of(),
              destination ->
                  destination instanceof Destination.Declared
                      ? Optional.of("no " + destination.host())
                      : Optional.empty());
      var spec = proxy("http://proxy.test:" + proxy.port(), List.of(), false);

      var failure =
          prober.run(through(spec, http("http://a.test/")), context).failure().orElseThrow();

      assertThat(failure.reason()).isEqualTo(FailureReason.NOT_ALLOWED);
      assertThat(failure.detail()).isEqualTo("no proxy.test");
      assertThat(heads).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://shop.test/, true",
    "https://shop.test/, true",
    "http://shop.test/, false", // the address was looked at, but the proxy is given the name
  })
  void nameThatTheProxyLooksUpMustBeAllowedAsAName(String target, boolean skipResolve)
      throws IOException {
    try (var proxy = new HostileServer(this::answer)) {
      var context =
          new RunContext(
              Map.of(),
              destination ->
                  destination instanceof Destination.NamedTarget
                      ? Optional.of("not " + destination.host())
                      : Optional.empty());
      var spec = proxy("http://proxy.test:" + proxy.port(), List.of(), skipResolve);

      var failure = prober.run(through(spec, http(target)), context).failure().orElseThrow();

      assertThat(failure.reason()).isEqualTo(FailureReason.NOT_ALLOWED);
      assertThat(failure.detail()).isEqualTo("not shop.test");
      assertThat(heads).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://192.0.2.1/, true, 192.0.2.1",
    "http://[::ffff:169.254.169.254]/, true, 169.254.169.254",
    "https://shop.test/, false, 127.0.0.1", // a tunnel leads to the address that was looked at
  })
  void addressThatTheProxyIsGivenMustBeAllowedAsAnAddress(
      String target, boolean skipResolve, String address) throws IOException {
    var asked = new CopyOnWriteArrayList<Destination>();
    var context =
        new RunContext(
            Map.of(),
            destination -> {
              asked.add(destination);
              return Optional.of("no");
            });
    var spec = proxy("http://proxy.test:1", List.of(), skipResolve);

    prober.run(through(spec, http(target)), context);

    assertThat(asked)
        .singleElement()
        .isInstanceOfSatisfying(
            Destination.Target.class,
            to -> assertThat(to.address().getHostAddress()).isEqualTo(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2851995110", "0xa9fea9fe", "169.254.43518", "0251.0376.0251.0376"})
  void redirectToAnAddressThatIsNotWrittenAsOneIsFollowedByNoWay(String host) throws IOException {
    var location = "HTTP/1.1 302 Go\r\nLocation: http://%s/\r\nContent-Length: 0\r\n\r\n";
    try (var leading =
        new HostileServer(socket -> {
          heads.add(HostileServer.readHead(socket));
          write(socket, location.formatted(host));
        })) {
      var to = "http://127.0.0.1:" + leading.port();
      for (var spec :
          List.of(
              http(to + "/"),
              through(proxy(to, List.of(), false), http("http://shop.test/")),
              through(proxy(to, List.of(), true), http("http://shop.test/")))) {
        heads.clear();

        var failure = run(spec).failure().orElseThrow();

        assertThat(failure.reason()).isEqualTo(FailureReason.NAME_NOT_RESOLVED);
        assertThat(failure.detail()).startsWith("neither a name nor an address: " + host);
        assertThat(heads).hasSize(1);
      }
    }
  }

  private void answer(Socket socket) throws IOException {
    heads.add(HostileServer.readHead(socket));
    write(socket, OK);
  }

  private static void tunnel(Socket socket, int port) throws IOException {
    HostileServer.readHead(socket);
    try (var target = new Socket("127.0.0.1", port)) {
      write(socket, "HTTP/1.1 200 Connected\r\n\r\n");
      Thread.ofVirtual()
          .start(() -> {
            try {
              socket.getInputStream().transferTo(target.getOutputStream());
            } catch (IOException _) {
              // the tunnel is over
            }
          });
      target.getInputStream().transferTo(socket.getOutputStream());
    }
  }

  private static HttpSpec secure(HostileServer proxy) {
    return through(
        proxy("http://127.0.0.1:" + proxy.port(), List.of(), false), http("https://a.test/"));
  }

  private static ProxySpec proxy(String url, List<String> noProxy, boolean skipResolve) {
    return new ProxySpec(
        Optional.of(URI.create(url)),
        noProxy,
        false,
        List.of(new Header("X-Team", new Content.Text("checkout"))),
        skipResolve);
  }

  private static HttpSpec through(ProxySpec proxy, HttpSpec spec) {
    return Specs.with(spec.module().with(proxy), spec);
  }

  private ProbeRun run(HttpSpec spec) {
    return prober.run(spec);
  }
}
