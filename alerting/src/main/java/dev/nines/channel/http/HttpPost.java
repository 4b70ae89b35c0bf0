package dev.nines.channel.http;

import dev.nines.channel.http.Exchange.Excerpt;
import dev.nines.channel.net.BoundedSocket;
import java.io.IOException;
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
import okhttp3.ConnectionSpec;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.RequestBody;

/**
 * Posts for all channels: a connection of its own for each post, no redirects, one deadline for
 * everything from connecting to the last byte that is read, and a bound on what is read.
 * Thread-safe.
 */
public final class HttpPost implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** So many addresses of a host may be dead without an answer until the deadline. */
  private static final int ADDRESSES = 3;

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
            .socketFactory(BoundedSocket.factory(BoundedSocket::new))
            .protocols(List.of(Protocol.HTTP_1_1))
            .connectionSpecs(List.of(ALL_THE_JDK_ALLOWS, ConnectionSpec.CLEARTEXT))
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .fastFallback(false) // it connects on threads of its own, one more for each post
            .connectTimeout(timeout.dividedBy(ADDRESSES)) // else the deadline is the only one
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .addNetworkInterceptor(Exchange::hear)
            .build();
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
    var address = HttpUrl.parse(url.toString());
    if (address == null) {
      return new Answer.None("the URL is none that can be called");
    }
    var exchange = new Exchange(readsAnswer);
    Call call;
    try {
      call = client.newCall(request(address, headers, body, exchange));
    } catch (IllegalArgumentException _) { // whose message quotes the header, a token maybe
      return new Answer.None(
          "a header has a character that none may have, such as a line break or a letter beyond"
              + " ASCII");
    }
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
      return failed(Objects.requireNonNullElse(e.getCause(), e), exchange.connected());
    }
  }

  private static okhttp3.Request request(
      HttpUrl url, Map<String, String> headers, byte[] body, Exchange exchange) {
    var request =
        new okhttp3.Request.Builder()
            .url(url)
            .tag(Exchange.class, exchange)
            .header("User-Agent", "Nines")
            .header("Content-Type", "application/json")
            .header("Accept-Encoding", "identity") // else OkHttp asks for gzip
            // One that a receiver has closed meanwhile would cost the next post an attempt.
            .header("Connection", "close")
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
  private static Answer failed(Throwable e, boolean connected) {
    return switch (e) {
      case UnknownHostException _ -> new Answer.None("no such host");
      case SSLException _ -> new Answer.None("TLS failed");
      case IOException _ when !connected -> new Answer.None("cannot connect");
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
  }
}
