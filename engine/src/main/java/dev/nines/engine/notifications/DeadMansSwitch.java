package dev.nines.engine.notifications;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells somebody outside that Nines watches and tells, again and again: when that stops, they tell
 * people. It stops when nothing is evaluated or the outbox is not looked after, whatever this
 * process does otherwise. The URL is a secret: no log and no metric has it.
 */
public final class DeadMansSwitch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DeadMansSwitch.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI url;
  private final Duration timeout;
  private final BooleanSupplier alive;
  private final Consumer<Outcome> count;
  private final HttpClient client;
  private Outcome last = Outcome.SENT;

  /** What came of a beat. */
  public enum Outcome {
    /** It was heard. */
    SENT,
    /** It was not heard. */
    FAILED,
    /** It was not sent, since Nines is not well. */
    WITHHELD
  }

  /**
   * A switch.
   *
   * @param url is called with GET
   * @param alive whether Nines evaluates and tells
   * @param count counts beats
   */
  public DeadMansSwitch(URI url, BooleanSupplier alive, Consumer<Outcome> count) {
    this(url, alive, count, TIMEOUT);
  }

  /** With another deadline for one beat. */
  DeadMansSwitch(URI url, BooleanSupplier alive, Consumer<Outcome> count, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
    client =
        HttpClient.newBuilder()
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.alive = alive;
    this.count = count;
  }

  /** Beats once. */
  public void beat() {
    if (alive.getAsBoolean()) {
      send();
    } else {
      ended(Outcome.WITHHELD, "Nines does not evaluate, or does not look after its outbox");
    }
  }

  /**
   * The client's own time-out ends with the head of the answer: whoever trickles a body would hold
   * this thread, and with it all later beats.
   */
  private void send() {
    var answer =
        client.sendAsync(
            HttpRequest.newBuilder(url).timeout(timeout).GET().build(), BodyHandlers.discarding());
    try {
      var status = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS).statusCode();
      if (status / 100 == 2) {
        ended(Outcome.SENT, "heard");
      } else {
        ended(Outcome.FAILED, "answered " + status);
      }
    } catch (TimeoutException _) {
      ended(Outcome.FAILED, "no whole answer within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      var cause = Objects.requireNonNullElse(e.getCause(), e);
      ended(Outcome.FAILED, cause.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      answer.cancel(true); // where it is not done, this ends the connection
    }
  }

  private void ended(Outcome outcome, String why) {
    count.accept(outcome);
    if (outcome != last) {
      switch (outcome) {
        case SENT -> LOG.info("the dead man's switch is heard again");
        case FAILED -> LOG.warn("the dead man's switch is not heard: {}", why);
        case WITHHELD -> LOG.error("the dead man's switch is held back: {}", why);
      }
    }
    last = outcome;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
