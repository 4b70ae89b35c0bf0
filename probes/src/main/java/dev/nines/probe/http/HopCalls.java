package dev.nines.probe.http;

import dev.nines.probe.FailureReason;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.RunLog;
import dev.nines.probe.tls.TlsClient;
import dev.nines.probe.tls.TlsClients;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.internal.concurrent.TaskRunner;
import okhttp3.internal.connection.ConnectionListener;
import org.jspecify.annotations.Nullable;

/**
 * Makes an OkHttp call that does exactly one hop: one address, one connection, no retry, no
 * redirect, no limit of its own on time.
 *
 * <p>Every hop has a client of its own. That costs a few microseconds and shares nothing: OkHttp
 * remembers each failed route of a client for ever, and looks through all connections of a pool.
 */
final class HopCalls {
  private static final Logger LOGGER = Logger.getLogger(TaskRunner.class.getName());

  /**
   * HTTP/2 reads on a thread of this runner; as platform threads they would be the dearest part.
   */
  private static final TaskRunner VIRTUAL_THREADS =
      new TaskRunner(
          new TaskRunner.RealBackend(Thread.ofVirtual().name("nines-okhttp-", 0).factory()),
          LOGGER);

  private static final ConnectionSpec ALL_THE_JDK_ALLOWS =
      new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
          .allEnabledTlsVersions()
          .allEnabledCipherSuites()
          .build();

  private HopCalls() {}

  /**
   * Makes the call that a hop's URL asks for.
   *
   * @param clients do TLS
   * @param tls how, where it is asked for
   * @param http2 whether HTTP/2 may be spoken over it
   */
  static Call of(
      Hop hop,
      Route route,
      CountingSockets sockets,
      RunLog log,
      TlsClients clients,
      TlsSpec tls,
      boolean http2)
      throws IOException {
    return hop.url().isHttps()
        ? secure(
            hop, route, sockets, log, clients.client(tls), hop.serverName(tls.serverName()), http2)
        : plain(hop, route, sockets, log);
  }

  private static Call plain(Hop hop, Route route, CountingSockets sockets, RunLog log)
      throws IOException {
    var request = hop.request();
    var authorization = route.proxy().flatMap(Route.Through::authorization);
    return client(route, sockets)
        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
        .protocols(List.of(Protocol.HTTP_1_1))
        .eventListener(new PhaseEvents(log, null))
        .build()
        .newCall(
            authorization.isPresent()
                ? request.newBuilder().header("Proxy-Authorization", authorization.get()).build()
                : request);
  }

  private static Call secure(
      Hop hop,
      Route route,
      CountingSockets sockets,
      RunLog log,
      TlsClient tls,
      String serverName,
      boolean http2)
      throws IOException {
    var socket = tls.factory(serverName);
    var client = client(route, sockets);
    route
        .proxy()
        .ifPresent(through ->
            client.proxyAuthenticator((_, challenge) -> connect(hop, through, challenge)));
    return client
        .connectionSpecs(List.of(ALL_THE_JDK_ALLOWS))
        .protocols(http2 ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1))
        .sslSocketFactory(socket, tls.trust())
        .hostnameVerifier((_, _) -> true) // the trust manager has checked the name
        .eventListener(new PhaseEvents(log, socket))
        .build()
        .newCall(route.proxy().isPresent() ? tunnelled(hop, route) : hop.request());
  }

  /**
   * A proxy is asked for the address that was chosen, where one was, as blackbox_exporter does it:
   * else the proxy would choose anew.
   */
  private static Request tunnelled(Hop hop, Route route) throws IOException {
    var request = hop.request();
    if (route.target().isEmpty()) {
      return request;
    }
    var address = route.target().get().getHostAddress();
    var scope = address.indexOf('%');
    return request
        .newBuilder()
        .url(
            request
                .url()
                .newBuilder()
                .host(scope < 0 ? address : address.substring(0, scope))
                .build())
        .header("Host", hop.authority())
        .build();
  }

  /** The CONNECT request; OkHttp asks for it beforehand, and again when it was refused. */
  private static @Nullable Request connect(Hop hop, Route.Through proxy, Response challenge) {
    if (challenge.challenges().stream().noneMatch(c -> c.scheme().equals("OkHttp-Preemptive"))) {
      return null;
    }
    var request =
        challenge
            .request()
            .newBuilder()
            .removeHeader("Proxy-Connection")
            .removeHeader("User-Agent");
    var agent = hop.headers().get("User-Agent");
    if (agent != null && proxy.connectHeaders().get("User-Agent") == null) {
      request.header("User-Agent", agent);
    }
    for (var header : proxy.connectHeaders()) {
      request.addHeader(header.getFirst(), header.getSecond());
    }
    proxy.authorization().ifPresent(value -> request.header("Proxy-Authorization", value));
    return request.build();
  }

  private static OkHttpClient.Builder client(Route route, CountingSockets sockets) {
    return new OkHttpClient.Builder()
        .taskRunner$okhttp(VIRTUAL_THREADS)
        .connectionPool(oneConnection())
        .dns(_ -> route.target().stream().toList())
        .socketFactory(sockets)
        .proxy(route.forOkHttp())
        .retryOnConnectionFailure(false)
        .fastFallback(false)
        .followRedirects(false)
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .addNetworkInterceptor(HopCalls::asDeclared);
  }

  /**
   * Keeps no connection that is idle: whoever used it last closes it. A runner of its own, since a
   * hop that fails leaves its queue behind.
   */
  private static ConnectionPool oneConnection() {
    return new ConnectionPool(
        0,
        1,
        TimeUnit.HOURS,
        new TaskRunner(new NoThreads(), LOGGER),
        ConnectionListener.Companion.getNONE());
  }

  /** Undoes what OkHttp would add, and keeps it from asking again. */
  private static Response asDeclared(Interceptor.Chain chain) throws IOException {
    var request = chain.request();
    if (Hop.NO_ENCODING_DECLARED.equals(request.header("Accept-Encoding"))) {
      request = request.newBuilder().removeHeader("Accept-Encoding").build();
    }
    var response = chain.proceed(request);
    if (response.body().contentLength() < -1) {
      // OkHttp would stumble over it when it reads the body, and not as over an answer's fault
      throw new ProbeFault(
          FailureReason.PROTOCOL, "the answer is malformed: its Content-Length is negative");
    }
    // OkHttp repeats a request by itself after a 503 with "Retry-After: 0"
    return response.code() == 503
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  /**
   * Ends a call at once. The thread of all deadlines may do this, so what takes OkHttp's locks,
   * which HTTP/2 may hold a while, is done by another.
   */
  static void cut(Call call, CountingSockets sockets) {
    Thread.startVirtualThread(call::cancel);
    sockets.cut();
  }
}
