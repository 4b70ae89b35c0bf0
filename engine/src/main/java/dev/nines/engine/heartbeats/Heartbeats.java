package dev.nines.engine.heartbeats;

import dev.nines.alerting.BurnRateRule;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Heartbeat;
import dev.nines.engine.incidents.ExternalAlertTable;
import dev.nines.engine.incidents.ExternalAlertTable.Told;
import dev.nines.slo.time.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Listens to heartbeats, and notices those that do not come. A missed one is an alert of its
 * service as other people's are, so all that opens, holds back and closes incidents is the same.
 * All times are the database's, so any instance may hear and watch.
 */
public final class Heartbeats {
  /** Between two looks; a longer silence of Nines itself is time in which it heard nothing. */
  private static final Duration TOLERANCE = Duration.ofMinutes(1);

  private final Jdbi jdbi;
  private boolean started;
  private volatile List<Status> statuses = List.of();

  /**
   * Works on a database.
   *
   * @param jdbi the database
   */
  public Heartbeats(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** How it stands with a heartbeat. */
  public enum State {
    /** It has never been heard: the first beat starts it. */
    WAITING,
    /** It is in time. */
    UP,
    /** It was missed, or has said that it failed. */
    DOWN
  }

  /**
   * A heartbeat at the newest look.
   *
   * @param heartbeat what is declared
   * @param state how it stands
   * @param last the newest good beat, where there is one
   * @param expectedBy when it is missed if it is not heard before, where that is known
   */
  public record Status(
      Heartbeat heartbeat, State state, Optional<Instant> last, Optional<Instant> expectedBy) {}

  /** {@return all heartbeats at the newest look, in the order of declaration} */
  public List<Status> statuses() {
    return statuses;
  }

  /**
   * Takes a call.
   *
   * @param heartbeat whose
   * @param good whether the job is well; else it says that it failed
   */
  public void hear(Heartbeat heartbeat, boolean good) {
    jdbi.useTransaction(handle -> {
      if (good) {
        HeartbeatTable.beat(handle, heartbeat.name());
      } else {
        var at = HeartbeatTable.fail(handle, heartbeat.name());
        if (!HeartbeatTable.alerting(handle).contains(heartbeat.name())) {
          alert(handle, heartbeat, at, "reported a failure");
        }
      }
    });
  }

  /**
   * Forgets those that a new catalog no longer declares; their alerts end.
   *
   * @param handle the transaction
   * @param catalog what is declared from now on
   */
  public static void retain(Handle handle, Catalog catalog) {
    HeartbeatTable.retain(
        handle,
        catalog.telling().heartbeats().stream().map(Heartbeat::name).collect(Collectors.toSet()));
  }

  /**
   * Looks after all of them once.
   *
   * @param catalog what is declared
   * @param now the present, by the database's clock
   */
  public void watch(Catalog catalog, Instant now) {
    var declared = catalog.telling().heartbeats();
    if (declared.isEmpty()) {
      statuses = List.of();
      return;
    }
    jdbi.useTransaction(handle -> {
      listen(handle, now);
      var beats = HeartbeatTable.beats(handle);
      var gaps =
          HeartbeatTable.gaps(handle, beats.values().stream().min(Instant::compareTo).orElse(now));
      var alerting = new HashSet<>(HeartbeatTable.alerting(handle));
      for (var heartbeat : declared) {
        var name = heartbeat.name();
        if (alerting.contains(name) || missed(heartbeat, beats, gaps, now).isEmpty()) {
          continue;
        }
        // A beat that comes at this moment keeps the alert from being made, or waits to end it.
        HeartbeatTable.lock(handle, name).ifPresent(beat -> beats.put(name, beat));
        missed(heartbeat, beats, gaps, now)
            .ifPresent(missed -> {
              alert(handle, heartbeat, missed.due, missed.text);
              alerting.add(name);
            });
      }
      statuses =
          declared.stream()
              .map(heartbeat ->
                  status(
                      heartbeat,
                      Optional.ofNullable(beats.get(heartbeat.name())),
                      alerting.contains(heartbeat.name())))
              .toList();
    });
    started = true;
  }

  private record Missed(Instant due, String text) {}

  private static Optional<Missed> missed(
      Heartbeat heartbeat, Map<String, Instant> beats, List<Interval> gaps, Instant now) {
    var rule = new HeartbeatRule(heartbeat.every(), heartbeat.grace());
    return Optional.ofNullable(beats.get(heartbeat.name()))
        .flatMap(last -> rule.missed(last, gaps, now).map(due -> missed(heartbeat, last, due)));
  }

  private static Missed missed(Heartbeat heartbeat, Instant last, Instant due) {
    return new Missed(
        due,
        "not heard of since %s, expected every %s"
            .formatted(last.truncatedTo(ChronoUnit.SECONDS), BurnRateRule.text(heartbeat.every())));
  }

  /** What came while no instance was up has not been heard, and says nothing. */
  private void listen(Handle handle, Instant now) {
    var until = HeartbeatTable.heardUntil(handle);
    if (until
        .filter(heard -> !started || Duration.between(heard, now).compareTo(TOLERANCE) > 0)
        .filter(now::isAfter)
        .isPresent()) {
      HeartbeatTable.addGap(handle, until.get(), now);
    }
    HeartbeatTable.listening(handle, now);
  }

  private static void alert(Handle handle, Heartbeat heartbeat, Instant since, String what) {
    ExternalAlertTable.put(
        handle,
        new Told(
            HeartbeatTable.SOURCE,
            heartbeat.name(),
            since,
            heartbeat.service(),
            heartbeat.displayName(),
            what,
            Optional.empty(),
            heartbeat.severity(),
            Optional.empty()));
  }

  private static Status status(Heartbeat heartbeat, Optional<Instant> last, boolean alerting) {
    return new Status(
        heartbeat,
        alerting ? State.DOWN : last.isPresent() ? State.UP : State.WAITING,
        last,
        last.map(new HeartbeatRule(heartbeat.every(), heartbeat.grace())::deadline));
  }
}
