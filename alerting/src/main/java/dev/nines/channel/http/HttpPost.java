package dev.nines.channel.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Posts for all channels: no redirects, one deadline for everything from connecting to the last
 * byte that is read, and a bound on what is read. Thread-safe.
 */
public final class HttpPost implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final HttpClient client;
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
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
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
        BodyPublishers.ofString(request.body()),
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
    return send(url, headers, BodyPublishers.ofByteArray(body), true);
  }

  private Answer send(
      URI url, Map<String, String> headers, BodyPublisher body, boolean readsAnswer) {
    HttpRequest request;
    try {
      request = request(url, headers, body);
    } catch (IllegalArgumentException _) { // whose message quotes the header, a token maybe
      return new Answer.None("a header has a character that none may have, such as a line break");
    }
    var answer = client.sendAsync(request, _ -> new Excerpt(readsAnswer));
    try {
      return status(answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException _) {
      return late();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answer.None("interrupted");
    } catch (ExecutionException e) {
      return failed(Objects.requireNonNullElse(e.getCause(), e));
    } finally {
      answer.cancel(true); // where it is not done, this ends the connection
    }
  }

  private HttpRequest request(URI url, Map<String, String> headers, BodyPublisher body) {
    var builder =
        HttpRequest.newBuilder(url).timeout(timeout).header("User-Agent", "Nines").POST(body);
    if (!headers.containsKey("Content-Type")) {
      builder.header("Content-Type", "application/json");
    }
    headers.forEach(builder::header);
    return builder.build();
  }

  private Answer status(HttpResponse<String> response) {
    var after =
        response
            .headers()
            .firstValue("Retry-After")
            .map(value -> RetryAfter.parse(value, clock.instant()))
            .orElse(Duration.ZERO);
    return new Answer.Status(response.statusCode(), response.body(), after);
  }

  private Answer late() {
    return new Answer.None("no answer within " + timeout.toMillis() + " ms");
  }

  /** Not the exception's own message, which may quote the URL. */
  private Answer failed(Throwable e) {
    return switch (e) {
      case HttpConnectTimeoutException _ -> new Answer.None("cannot connect");
      case ConnectException refused ->
          new Answer.None(
              refused.getCause() instanceof UnresolvedAddressException
                  ? "no such host"
                  : "cannot connect");
      case UnknownHostException _ -> new Answer.None("no such host");
      case HttpTimeoutException _ -> late();
      case SSLException _ -> new Answer.None("TLS failed");
      case IOException _ ->
          new Answer.None("connection broken (" + e.getClass().getSimpleName() + ")");
      default -> new Answer.None("not sent (" + e.getClass().getSimpleName() + ")");
    };
  }

  /** Drops what is under way. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
