package dev.nines.channel;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Posts to a URL after Standard Webhooks. Thread-safe.
 *
 * <p>The URL's path is often a secret, so only its host is ever told.
 */
public final class WebhookChannel implements Channel {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final ChannelSpec.Webhook spec;
  private final Optional<WebhookSignature> signature;
  private final HttpClient client;
  private final InstantSource clock;
  private final Duration timeout;

  /**
   * Prepares the channel.
   *
   * @param spec where to and with which secret
   * @param client made by {@link #client()}, shared by all channels
   * @param clock dates the attempts
   * @throws IllegalArgumentException if the URL is not http(s) with a host, or the secret is not
   *     {@code whsec_} and base64 of 24 to 64 bytes
   */
  public WebhookChannel(ChannelSpec.Webhook spec, HttpClient client, InstantSource clock) {
    this(spec, client, clock, TIMEOUT);
  }

  WebhookChannel(
      ChannelSpec.Webhook spec, HttpClient client, InstantSource clock, Duration timeout) {
    var scheme = spec.url().getScheme();
    if (spec.url().getHost() == null
        || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
      throw new IllegalArgumentException("url not http(s) with a host: channel " + spec.name());
    }
    this.spec = spec;
    this.signature = spec.secret().map(WebhookSignature::new);
    this.client = client;
    this.clock = clock;
    this.timeout = timeout;
  }

  /** {@return a client as the channels need it: no redirects, HTTP/1.1} */
  public static HttpClient client() {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(TIMEOUT)
        .build();
  }

  @Override
  public Delivery deliver(Notification notification) {
    var request = request(notification);
    try {
      var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      hangUp(response.body());
      return judge(response);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return retry("interrupted");
    } catch (IOException e) {
      return retry(reason(e));
    }
  }

  private HttpRequest request(Notification notification) {
    var body = NotificationJson.write(notification);
    var now = clock.instant();
    var request =
        HttpRequest.newBuilder(spec.url())
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("webhook-id", notification.key())
            .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    signature.ifPresent(
        s -> request.header("webhook-signature", s.sign(notification.key(), now, body)));
    return request.build();
  }

  /**
   * The status has said everything. Not to read the body is the tightest bound on its size and on
   * the time it takes; it costs one connection a notification.
   */
  private static void hangUp(InputStream body) {
    try {
      body.close();
    } catch (IOException _) {
      // The answer was there before the connection broke.
    }
  }

  private Delivery judge(HttpResponse<?> response) {
    var status = response.statusCode();
    if (status >= 200 && status < 300) {
      return new Delivery.Delivered();
    }
    var why = "%s answered %d".formatted(spec.url().getHost(), status);
    // A redirect is not followed but tried again: it is how many a proxy shows "out of order".
    // 410 alone is final (Standard Webhooks): a 401 or 404 is how a receiver's deployment looks
    // too.
    if (status != 410) {
      var after =
          response
              .headers()
              .firstValue("Retry-After")
              .map(value -> RetryAfter.parse(value, clock.instant()))
              .orElse(Duration.ZERO);
      return new Delivery.Retry(after, why);
    }
    return new Delivery.GiveUp(why);
  }

  private Delivery retry(String why) {
    return new Delivery.Retry(Duration.ZERO, spec.url().getHost() + ": " + why);
  }

  /** Not the exception's own message, which may quote the URL. */
  private String reason(IOException e) {
    return switch (e) {
      case HttpConnectTimeoutException _, ConnectException _ -> "cannot connect";
      case HttpTimeoutException _ -> "no answer within " + timeout.toMillis() + " ms";
      case SSLException _ -> "TLS failed";
      default -> "connection broken (" + e.getClass().getSimpleName() + ")";
    };
  }

  @Override
  public String toString() {
    return "WebhookChannel[" + spec.name() + " to " + spec.url().getHost() + "]";
  }
}
