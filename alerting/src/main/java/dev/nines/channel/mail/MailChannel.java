package dev.nines.channel.mail;

import dev.nines.channel.Channel;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells by mail; the mails of one incident make one thread. Thread-safe. */
public final class MailChannel implements Channel {
  private static final Duration TIMEOUT = Duration.ofSeconds(25);

  private final ChannelSpec.Email spec;
  private final ZoneId zone;
  private final InstantSource clock;
  private final Duration timeout;
  private final SmtpServer server;

  /**
   * Prepares the channel; nobody is called yet.
   *
   * @param spec to whom and by whom
   * @param zone the zone of the times that people read
   * @param clock dates the mails
   */
  public MailChannel(ChannelSpec.Email spec, ZoneId zone, InstantSource clock) {
    this(spec, zone, clock, TIMEOUT);
  }

  MailChannel(ChannelSpec.Email spec, ZoneId zone, InstantSource clock, Duration timeout) {
    this.spec = spec;
    this.zone = zone;
    this.clock = clock;
    this.timeout = timeout;
    this.server = new SmtpServer(spec.server(), timeout);
  }

  @Override
  public Delivery deliver(Notification notification) {
    var mail = mail(notification);
    var sent = new CompletableFuture<Delivery>();
    // A virtual thread that waits for a socket ends at an interrupt, and closes the socket: so one
    // deadline holds for the whole dialogue, however slowly a server speaks.
    var thread =
        Thread.ofVirtual()
            .name("mail-" + spec.name())
            .start(() -> {
              try {
                sent.complete(server.send(mail));
              } catch (RuntimeException e) {
                sent.completeExceptionally(e);
              }
            });
    try {
      return sent.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      thread.interrupt();
      return retry("not done within " + timeout.toMillis() + " ms");
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
      return retry("interrupted");
    } catch (ExecutionException e) {
      return retry(
          "not sent ("
              + Objects.requireNonNullElse(e.getCause(), e).getClass().getSimpleName()
              + ")");
    }
  }

  private Delivery retry(String why) {
    return new Delivery.Retry(Duration.ZERO, spec.server().host() + ": " + why);
  }

  private Mail mail(Notification notification) {
    var words = spec.templates().wording(notification, zone);
    return new Mail(
        id(notification.key()),
        // Nobody has got a mail by this name; those that name it belong together all the same.
        List.of(id(notification.subject() + "-" + spec.name())),
        clock.instant(),
        spec.from(),
        spec.to(),
        words.title(),
        words.plain(),
        MailPage.html(words, notification.url()));
  }

  private String id(String key) {
    var domain = spec.from().substring(spec.from().lastIndexOf('@') + 1).replace(">", "");
    return "<" + key.replaceAll("[^A-Za-z0-9._-]", "_") + "@" + domain + ">";
  }

  @Override
  public String toString() {
    return "MailChannel[" + spec.name() + " by " + spec.server().host() + "]";
  }
}
