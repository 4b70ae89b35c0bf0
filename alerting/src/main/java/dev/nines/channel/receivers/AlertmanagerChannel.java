package dev.nines.channel.receivers;

import dev.nines.channel.Channel;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.http.Answer;
import dev.nines.channel.http.HttpPost;
import dev.nines.channel.http.Request;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Posts alerts to every replica of an Alertmanager, which divide the work among themselves and not
 * for us. Thread-safe.
 *
 * <p>Alertmanager keeps nothing: besides being told of changes it wants to hear again and again
 * what holds ({@link #remind}).
 */
public final class AlertmanagerChannel implements Channel {
  private static final int MOST_REMEMBERED = 1_000;
  private static final int MOST_AT_ONCE = 200;

  private final ChannelSpec.Alertmanager spec;
  private final ZoneId zone;
  private final HttpPost http;
  private final InstantSource clock;

  /** By notification, which replicas have it, while not all of them do. */
  private final Map<String, Set<URI>> told =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Set<URI>> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  AlertmanagerChannel(
      ChannelSpec.Alertmanager spec, ZoneId zone, HttpPost http, InstantSource clock) {
    this.spec = spec;
    this.zone = zone;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public Delivery deliver(Notification notification) {
    if (notification.deployment().isPresent()) {
      return new Delivery.Delivered("nothing to tell such a receiver");
    }
    var having = told.computeIfAbsent(notification.key(), _ -> ConcurrentHashMap.newKeySet());
    var alerts = AlertmanagerAlert.of(notification, spec, zone, clock.instant());
    var owed = spec.replicas().stream().filter(replica -> !having.contains(replica)).toList();
    var outcomes = post(owed, AlertmanagerAlert.json(alerts));
    outcomes.forEach((replica, outcome) -> {
      if (outcome instanceof Delivery.Delivered) {
        having.add(replica);
      }
    });
    var delivery = together(outcomes.values());
    if (!(delivery instanceof Delivery.Retry)) {
      told.remove(notification.key());
    }
    return delivery;
  }

  /**
   * Posts to every replica what holds. To be called every minute.
   *
   * @param standing what is open, and for some minutes what is over
   * @return what came of it, at the worst replica
   */
  public Delivery remind(List<Notification> standing) {
    var now = clock.instant();
    var alerts =
        AlertmanagerAlert.distinct(
            standing.stream()
                .flatMap(each -> AlertmanagerAlert.of(each, spec, zone, now).stream())
                .toList(),
            now);
    var outcomes = new ArrayList<Delivery>();
    for (var from = 0; from < alerts.size(); from += MOST_AT_ONCE) {
      var batch = alerts.subList(from, Math.min(from + MOST_AT_ONCE, alerts.size()));
      outcomes.addAll(post(spec.replicas(), AlertmanagerAlert.json(batch)).values());
    }
    return together(outcomes);
  }

  /** At the same time, so that a dead replica costs the others nothing. */
  private Map<URI, Delivery> post(List<URI> replicas, String body) {
    var outcomes = new LinkedHashMap<URI, Delivery>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.invokeAll(
              replicas.stream().map(to -> (Callable<Delivery>) () -> post(to, body)).toList());
      for (var i = 0; i < replicas.size(); i++) {
        outcomes.put(replicas.get(i), answers.get(i).get());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      replicas.forEach(to ->
          outcomes.putIfAbsent(
              to, new Answer.None("interrupted").verdict(String.valueOf(to.getHost()), _ -> "")));
    } catch (ExecutionException e) {
      throw new IllegalStateException("posting failed in Nines itself", e.getCause());
    }
    return outcomes;
  }

  private Delivery post(URI replica, String body) {
    var base = replica.toString().replaceAll("/+$", "");
    var headers = new LinkedHashMap<String, String>();
    spec.login()
        .ifPresent(login ->
            headers.put(
                "Authorization", "Basic " + base64(login.user(), login.password().value())));
    var secrets = Texts.secrets(replica);
    spec.login()
        .ifPresent(login -> {
          secrets.add(login.password().value());
          secrets.add(base64(login.user(), login.password().value()));
        });
    return http.send(new Request(URI.create(base + "/api/v2/alerts"), headers, body, true))
        .verdict(place(replica), status -> status.quoted(secrets));
  }

  private static String base64(String user, String password) {
    return Base64.getEncoder()
        .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static String place(URI replica) {
    return replica.getPort() < 0 ? replica.getHost() : replica.getHost() + ":" + replica.getPort();
  }

  /** All must have it; while one may still take it, it is tried again. */
  private static Delivery together(Collection<Delivery> outcomes) {
    var after = Duration.ZERO;
    var retried = new ArrayList<String>();
    var refused = new ArrayList<String>();
    var delivered = new ArrayList<String>();
    for (var outcome : outcomes) {
      switch (outcome) {
        case Delivery.Retry(var asked, var said) -> {
          retried.add(said);
          after = asked.compareTo(after) > 0 ? asked : after;
        }
        case Delivery.GiveUp(var said) -> refused.add(said);
        case Delivery.Delivered(var said) -> delivered.add(said);
      }
    }
    if (!retried.isEmpty()) {
      retried.addAll(refused);
      return new Delivery.Retry(after, String.join("; ", retried));
    }
    return refused.isEmpty()
        ? new Delivery.Delivered(String.join("; ", delivered))
        : new Delivery.GiveUp(String.join("; ", refused));
  }

  @Override
  public String toString() {
    return "AlertmanagerChannel[" + spec.name() + "]";
  }
}
