package dev.nines.engine.notifications;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
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
  private final BooleanSupplier alive;
  private final Consumer<Outcome> count;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
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
    this.url = url;
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

  private void send() {
    try {
      var status =
          client
              .send(
                  HttpRequest.newBuilder(url).timeout(TIMEOUT).GET().build(),
                  BodyHandlers.discarding())
              .statusCode();
      if (status / 100 == 2) {
        ended(Outcome.SENT, "heard");
      } else {
        ended(Outcome.FAILED, "answered " + status);
      }
    } catch (IOException e) {
      ended(Outcome.FAILED, e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
