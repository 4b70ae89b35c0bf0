package dev.nines.channel.http;

import dev.nines.channel.http.Exchange.Excerpt;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Posts for all channels: no redirects, one deadline for everything from connecting to the last
 * byte that is read, and a bound on what is read. Thread-safe.
 */
public final class HttpPost implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** Long enough for a rush to share connections, too short for a receiver to have hung up. */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(1);

  private static final int MOST_IDLE = 64;

  private static final ConnectionSpec ALL_THE_JDK_ALLOWS =
      new ConnectionSpec.Builder(ConnectionSpec.MODERN_TLS)
          .allEnabledTlsVersions()
          .allEnabledCipherSuites()
          .build();

  /** Of the operating system, since a look-up of a name would hold up a carrier of virtual ones. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("http-post-", 0).factory());

  private final OkHttpClient client;
  private final InstantSource clock;
  private final Duration timeout;

  /**
   * Begins with no connections.
   *
   * @param clock understands dates in {@code Retry-After}
   */
  public HttpPost(InstantSource clock) {
    this(clock, TIMEOUT);
  }

  /**
   * Begins with another deadline.
   *
   * @param clock understands dates in {@code Retry-After}
   * @param timeout how long one request may take
   */
  public HttpPost(InstantSource clock, Duration timeout) {
    this.clock = clock;
    this.timeout = timeout;
    var dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(Integer.MAX_VALUE); // callers have bounds of their own
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    this.client =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectionPool(
                new ConnectionPool(MOST_IDLE, KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS))
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionSpecs(List.of(ALL_THE_JDK_ALLOWS, ConnectionSpec.CLEARTEXT))
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .connectTimeout(Duration.ZERO) // the deadline of the whole is the only one
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .addNetworkInterceptor(HttpPost::once)
            .build();
  }

  /** OkHttp repeats a request by itself after a 503 with "Retry-After: 0", which says nothing. */
  private static Response once(Interceptor.Chain chain) throws IOException {
    var response = chain.proceed(chain.request());
    return "0".equals(response.header("Retry-After"))
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  /**
   * Posts once.
   *
   * @param request what to post
   * @return what came of it; no text of it quotes the URL
   */
  public Answer send(Request request) {
    return send(
        request.url(),
        request.headers(),
        request.body().getBytes(StandardCharsets.UTF_8),
        request.readsAnswer());
  }

  /**
   * Posts what is no text, once.
   *
   * @param url where to
   * @param headers by name; {@code Content-Type} is JSON where none is given
   * @param body the whole body
   * @return what came of it, with the start of the answer's body; no text of it quotes the URL
   */
  public Answer send(URI url, Map<String, String> headers, byte[] body) {
    return send(url, headers, body, true);
  }

  private Answer send(URI url, Map<String, String> headers, byte[] body, boolean readsAnswer) {
    Call call;
    try {
      call = client.newCall(request(url, headers, body));
    } catch (IllegalArgumentException _) { // whose message quotes the header, a token maybe
      return new Answer.None("a header has a character that none may have, such as a line break");
    }
    var exchange = new Exchange(readsAnswer);
    call.enqueue(exchange);
    try {
      return status(exchange.answer().get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      call.cancel();
      return late();
    } catch (InterruptedException _) {
      call.cancel();
      Thread.currentThread().interrupt();
      return new Answer.None("interrupted");
    } catch (ExecutionException e) {
      return failed(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private static okhttp3.Request request(URI url, Map<String, String> headers, byte[] body) {
    var request =
        new okhttp3.Request.Builder()
            .url(url.toString())
            .header("User-Agent", "Nines")
            .header("Content-Type", "application/json")
            .header("Accept-Encoding", "identity") // else OkHttp asks for gzip
            .post(RequestBody.create(body));
    headers.forEach(request::header);
    return request.build();
  }

  private Answer status(Excerpt answer) {
    var after =
        answer
            .retryAfter()
            .map(value -> RetryAfter.parse(value, clock.instant()))
            .orElse(Duration.ZERO);
    return new Answer.Status(answer.code(), answer.body(), after);
  }

  private Answer late() {
    return new Answer.None("no answer within " + timeout.toMillis() + " ms");
  }

  /** Not the exception's own message, which may quote the URL. */
  private Answer failed(Throwable e) {
    return switch (e) {
      case ConnectException _ -> new Answer.None("cannot connect");
      case UnknownHostException _ -> new Answer.None("no such host");
      case SSLException _ -> new Answer.None("TLS failed");
      case IOException _ ->
          new Answer.None("connection broken (" + e.getClass().getSimpleName() + ")");
      default -> new Answer.None("not sent (" + e.getClass().getSimpleName() + ")");
    };
  }

  /** Drops what is under way. */
  @Override
  public void close() {
    client.dispatcher().cancelAll();
    threads.shutdown();
    client.connectionPool().evictAll();
  }
}
