package dev.nines.alerting;

import dev.nines.slo.Objective;
import dev.nines.slo.WindowReading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who is told what of an SLO's burn rate, as declared.
 *
 * @param name unique among the policies of an SLO
 * @param displayName for people
 * @param alertWhenNoData whether to tell that there is nothing to judge by
 * @param alertWhenResolved whether to tell that the condition is met no longer
 * @param alertWhenBreaching whether to tell that the condition is met
 * @param condition what is watched for
 * @param targets names of the channels that are told, each once; there may be none
 * @see <a href="https://github.com/OpenSLO/OpenSLO#alertpolicy">OpenSLO, AlertPolicy</a>
 */
public record AlertPolicy(
    String name,
    String displayName,
    boolean alertWhenNoData,
    boolean alertWhenResolved,
    boolean alertWhenBreaching,
    AlertCondition condition,
    List<String> targets) {
  /** Copies the list. */
  public AlertPolicy {
    targets = List.copyOf(targets);
  }

  /** {@return whether it follows the burn rate at all, and not only whether there is data} */
  public boolean followsBurnRate() {
    return alertWhenBreaching || alertWhenResolved;
  }

  /**
   * {@return what it asks of people while its condition is met: where it does not tell of that,
   * nobody is paged}
   */
  public Urgency urgency() {
    return alertWhenBreaching ? condition.urgency() : Urgency.TICKET;
  }

  /** The same, but silent where there is no data. */
  AlertPolicy withoutNoData() {
    return new AlertPolicy(
        name, displayName, false, alertWhenResolved, alertWhenBreaching, condition, targets);
  }

  /**
   * Decides what the newest reading makes of the alert.
   *
   * <p>It fires when its condition has been met for {@code alertAfter}, and clears when it has not
   * been met for a twenty-fourth of the lookback window, so that one good minute in an outage does
   * not end it. A window without events changes nothing: what is pending stays so, and the time
   * counts towards {@code alertAfter}, since nothing says that it got better. A policy that tells
   * of no data does so once a whole lookback window holds no event, which takes a history as long,
   * and until the first event; an alert that is firing goes on.
   *
   * @param state what it was
   * @param objective the objective whose budget burns
   * @param reading the lookback window now
   * @param guard how much must have been seen
   * @param now the time of the reading
   * @return what it is
   */
  public AlertState next(
      AlertState state, Objective objective, WindowReading reading, AlertGuard guard, Instant now) {
    if (reading.counts().total() == 0) {
      return withoutData(state, reading, now);
    }
    if (guard.isLowTraffic(reading)) {
      return state instanceof AlertState.NoData ? new AlertState.Quiet() : state;
    }
    if (!followsBurnRate()) {
      return new AlertState.Quiet();
    }
    var holds = condition.holds(objective, reading);
    var matters = holds && (!condition.isUpward() || guard.lets(reading));
    return switch (state) {
      case AlertState.Quiet _, AlertState.NoData _ ->
          matters ? met(now, now) : new AlertState.Quiet();
      case AlertState.Pending(var since) -> matters ? met(since, now) : new AlertState.Quiet();
      case AlertState.Firing(var since, _) when holds ->
          new AlertState.Firing(since, Optional.empty());
      case AlertState.Firing(var since, var slowSince) -> {
        var slow = slowSince.orElse(now);
        yield now.isBefore(slow.plus(condition.clearAfter()))
            ? new AlertState.Firing(since, Optional.of(slow))
            : new AlertState.Quiet();
      }
    };
  }

  private AlertState met(Instant since, Instant now) {
    return now.isBefore(since.plus(condition.alertAfter()))
        ? new AlertState.Pending(since)
        : new AlertState.Firing(now, Optional.empty());
  }

  private AlertState withoutData(AlertState state, WindowReading reading, Instant now) {
    return switch (state) {
      case AlertState.Quiet _, AlertState.Pending _ ->
          alertWhenNoData && reading.history().equals(reading.window())
              ? new AlertState.NoData(now)
              : state;
      case AlertState.Firing _ -> state;
      case AlertState.NoData _ -> alertWhenNoData ? state : new AlertState.Quiet();
    };
  }
}
