package dev.nines.alerting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.slo.Criterion.Op;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.WindowReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** At least 10x over 1 h of 99 %: met from an error ratio of 0.1 on; clears after 2 min 30 s. */
class AlertPolicyTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Objective OBJECTIVE = new Objective("99", 0.99);
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final AlertState QUIET = new AlertState.Quiet();
  private static final AlertState FIRING = new AlertState.Firing(NOON, Optional.empty());
  private static final AlertGuard PROBES = new AlertGuard(0, true);

  @Test
  void firesAtOnceWhereItNeedNotWait() {
    assertThat(next(policy(Op.GTE, Duration.ZERO), QUIET, hour(10, 100, 2), 0)).isEqualTo(FIRING);
    assertThat(next(policy(Op.GT, Duration.ZERO), QUIET, hour(10, 100, 2), 0)).isEqualTo(QUIET);
  }

  @Test
  void firesOnceItHasHeldForLongEnough() {
    var policy = policy(Op.GTE, Duration.ofMinutes(5));
    var pending = next(policy, QUIET, hour(10, 100, 2), 0);

    assertThat(pending).isEqualTo(new AlertState.Pending(NOON));
    assertThat(next(policy, pending, hour(10, 100, 2), 299)).isEqualTo(pending);
    assertThat(next(policy, pending, hour(10, 100, 2), 300))
        .isEqualTo(new AlertState.Firing(NOON.plusSeconds(300), Optional.empty()));
    assertThat(next(policy, pending, hour(9, 100, 2), 200)).as("starts anew").isEqualTo(QUIET);
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "10, 1"})
  void fewBadRunsOrMinutesOfProbesAreABlip_butNotOfAPrometheus(int bad, int badMinutes) {
    var policy = policy(Op.GTE, Duration.ZERO);
    var reading = hour(bad, 2 * bad, badMinutes);

    assertThat(next(policy, QUIET, reading, 0)).isEqualTo(QUIET);
    assertThat(policy.next(QUIET, OBJECTIVE, reading, new AlertGuard(0, false), NOON))
        .isEqualTo(FIRING);
  }

  @Test
  void slowBurnIsNoBlip() {
    assertThat(next(policy(Op.LT, Duration.ZERO), QUIET, hour(0, 100, 0), 0)).isEqualTo(FIRING);
  }

  @Test
  void clearsWhenItHasNotHeldForLongEnough() {
    var policy = policy(Op.GTE, Duration.ZERO);
    var slow = next(policy, FIRING, hour(9, 100, 2), 10);

    assertThat(slow).isEqualTo(new AlertState.Firing(NOON, Optional.of(NOON.plusSeconds(10))));
    assertThat(next(policy, slow, hour(9, 100, 2), 159)).isEqualTo(slow);
    assertThat(next(policy, slow, hour(9, 100, 2), 160)).isEqualTo(QUIET);
    assertThat(next(policy, slow, hour(10, 100, 2), 160)).as("held again").isEqualTo(FIRING);
  }

  @Test
  void noDataIsToldOnlyAfterAWholeLookback_andEndsWithTheFirstEvent() {
    var policy = policy(true, true, "page", Op.GTE, Duration.ZERO);
    var young = Readings.of(HOUR, EventCounts.NONE, 0, Duration.ofMinutes(59));

    assertThat(next(policy, QUIET, young, 0)).isEqualTo(QUIET);
    var noData = next(policy, QUIET, hour(0, 0, 0), 0);
    assertThat(noData).isEqualTo(new AlertState.NoData(NOON));
    assertThat(next(policy, noData, hour(0, 0, 0), 9_000)).isEqualTo(noData);
    assertThat(next(policy, noData, hour(0, 1, 0), 9_000)).isEqualTo(QUIET);
  }

  @Test
  void noDataChangesNothingElse() {
    var silent = policy(Op.GTE, Duration.ZERO);
    var pending = new AlertState.Pending(NOON);

    assertThat(next(silent, QUIET, hour(0, 0, 0), 0)).isEqualTo(QUIET);
    assertThat(next(silent, pending, hour(0, 0, 0), 0)).isEqualTo(pending);
    assertThat(next(policy(true, true, "page", Op.LT, Duration.ZERO), FIRING, hour(0, 0, 0), 9_000))
        .isEqualTo(FIRING);
  }

  @Test
  void lowTrafficNeitherFiresNorClears_butIsData() {
    var policy = policy(true, true, "page", Op.GTE, Duration.ZERO);
    var guard = new AlertGuard(100, true);

    assertThat(policy.next(QUIET, OBJECTIVE, hour(50, 99, 9), guard, NOON)).isEqualTo(QUIET);
    assertThat(policy.next(QUIET, OBJECTIVE, hour(50, 100, 9), guard, NOON)).isEqualTo(FIRING);
    assertThat(policy.next(FIRING, OBJECTIVE, hour(0, 99, 0), guard, NOON.plusSeconds(9_000)))
        .isEqualTo(FIRING);
    assertThat(policy.next(new AlertState.NoData(NOON), OBJECTIVE, hour(9, 99, 9), guard, NOON))
        .isEqualTo(QUIET);
  }

  @Test
  void policyThatTellsOfNoDataAloneIgnoresTheBurnRate() {
    var policy = new AlertPolicy("a", "a", true, false, false, condition("page"), List.of());

    assertThat(next(policy, QUIET, hour(100, 100, 60), 0)).isEqualTo(QUIET);
  }

  @ParameterizedTest
  @CsvSource({"page, PAGE", "Critical, PAGE", "SEV1, PAGE", "ticket, TICKET", "high, TICKET"})
  void severityIsAPageOrATicket(String severity, Urgency urgency) {
    var condition = condition(severity);

    assertThat(condition.urgency()).isEqualTo(urgency);
    assertThat(new AlertPolicy("a", "a", false, true, false, condition, List.of()).urgency())
        .as("which tells of the end alone")
        .isEqualTo(Urgency.TICKET);
  }

  private static AlertState next(
      AlertPolicy policy, AlertState state, WindowReading reading, int seconds) {
    return policy.next(state, OBJECTIVE, reading, PROBES, NOON.plusSeconds(seconds));
  }

  private static AlertCondition condition(String severity) {
    return new AlertCondition(severity, Op.GTE, 10, HOUR, Duration.ZERO);
  }

  private static AlertPolicy policy(Op op, Duration after) {
    return policy(false, true, "page", op, after);
  }

  private static AlertPolicy policy(
      boolean noData, boolean breaching, String severity, Op op, Duration after) {
    return new AlertPolicy(
        "a",
        "a",
        noData,
        true,
        breaching,
        new AlertCondition(severity, op, 10, HOUR, after),
        List.of());
  }

  private static WindowReading hour(long bad, long total, long badMinutes) {
    return Readings.of(HOUR, new EventCounts(total - bad, total), badMinutes, HOUR);
  }
}
