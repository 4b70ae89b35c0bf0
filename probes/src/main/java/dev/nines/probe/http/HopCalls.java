package dev.nines.probe.http;

import dev.nines.probe.net.RunLog;
import dev.nines.probe.tls.TlsClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
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
import okhttp3.Response;
import okhttp3.internal.concurrent.TaskRunner;

/**
 * Makes an OkHttp call that does exactly one hop: one address, one connection, no retry, no
 * redirect, no limit of its own on time.
 *
 * <p>Every hop has a client of its own. That costs a few microseconds and shares nothing: OkHttp
 * remembers each failed route of a client for ever, and looks through all connections of a pool.
 */
final class HopCalls {
  /**
   * HTTP/2 reads on a thread of this runner; as platform threads they would be the dearest part.
   */
  private static final TaskRunner VIRTUAL_THREADS =
      new TaskRunner(
          new TaskRunner.RealBackend(Thread.ofVirtual().name("nines-okhttp-", 0).factory()),
          Logger.getLogger(TaskRunner.class.getName()));

  private static final ConnectionSpec ALL_THE_JDK_ALLOWS =
      new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
          .allEnabledTlsVersions()
          .allEnabledCipherSuites()
          .build();

  private HopCalls() {}

  static Call plain(Hop hop, InetAddress address, CountingSockets sockets, RunLog log)
      throws IOException {
    return client(address, sockets)
        .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
        .protocols(List.of(Protocol.HTTP_1_1))
        .eventListener(new PhaseEvents(log, null))
        .build()
        .newCall(hop.request());
  }

  static Call secure(
      Hop hop,
      InetAddress address,
      CountingSockets sockets,
      RunLog log,
      TlsClient tls,
      String serverName,
      boolean http2)
      throws IOException {
    var socket = tls.factory(serverName);
    return client(address, sockets)
        .connectionSpecs(List.of(ALL_THE_JDK_ALLOWS))
        .protocols(http2 ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1))
        .sslSocketFactory(socket, tls.trust())
        .hostnameVerifier((_, _) -> true) // the trust manager has checked the name
        .eventListener(new PhaseEvents(log, socket))
        .build()
        .newCall(hop.request());
  }

  private static OkHttpClient.Builder client(InetAddress address, CountingSockets sockets) {
    return new OkHttpClient.Builder()
        .taskRunner$okhttp(VIRTUAL_THREADS)
        .connectionPool(new ConnectionPool(0, 1, TimeUnit.HOURS))
        .dns(_ -> List.of(address))
        .socketFactory(sockets)
        .proxy(Proxy.NO_PROXY)
        .retryOnConnectionFailure(false)
        .fastFallback(false)
        .followRedirects(false)
        .connectTimeout(Duration.ZERO)
        .readTimeout(Duration.ZERO)
        .writeTimeout(Duration.ZERO)
        .addNetworkInterceptor(HopCalls::asDeclared);
  }

  /** Undoes what OkHttp would add, and keeps it from asking again. */
  private static Response asDeclared(Interceptor.Chain chain) throws IOException {
    var request = chain.request();
    if (Hop.NO_ENCODING_DECLARED.equals(request.header("Accept-Encoding"))) {
      request = request.newBuilder().removeHeader("Accept-Encoding").build();
    }
    var response = chain.proceed(request);
    // OkHttp repeats a request by itself after a 503 with "Retry-After: 0"
    return response.code() == 503
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }
}
