package dev.nines.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.incident.Incident.State;
import dev.nines.incident.Transition.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people do to incidents, and what then still happens by itself. Seconds after noon. */
class IncidentByHandTest {
  private static final IncidentLifecycle LIFECYCLE = new IncidentLifecycle(ServicePolicy.DEFAULT);

  /** The transition table: where it stands, what happens, which steps that is, where it is then. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "OPEN,         acknowledge,  ACKNOWLEDGED,                         ACKNOWLEDGED",
        "OPEN,         resolve,      RESOLVED,                             RESOLVED",
        "OPEN,         note,         NOTE_ADDED,                           OPEN",
        "OPEN,         owner,        OWNER_CHANGED,                        OPEN",
        "OPEN,         impact,       IMPACT_EDITED,                        OPEN",
        "OPEN,         cause,        CAUSE_NAMED,                          OPEN",
        "OPEN,         nothing,      -,                                    OPEN",
        "OPEN,         clears,       SIGNAL_CLEARED RESTORED,              OPEN",
        "OPEN,         held,         SIGNAL_CLEARED RESTORED RESOLVED,     RESOLVED",
        "OPEN,         worse,        SIGNAL_ADDED SEVERITY_CHANGED,        OPEN",
        "OPEN,         another,      SIGNAL_ADDED,                         OPEN",
        "ACKNOWLEDGED, acknowledge,  -,                                    ACKNOWLEDGED",
        "ACKNOWLEDGED, resolve,      RESOLVED,                             RESOLVED",
        "ACKNOWLEDGED, note,         NOTE_ADDED,                           ACKNOWLEDGED",
        "ACKNOWLEDGED, owner,        OWNER_CHANGED,                        ACKNOWLEDGED",
        "ACKNOWLEDGED, impact,       IMPACT_EDITED,                        ACKNOWLEDGED",
        "ACKNOWLEDGED, nothing,      -,                                    ACKNOWLEDGED",
        "ACKNOWLEDGED, clears,       SIGNAL_CLEARED RESTORED,              ACKNOWLEDGED",
        "ACKNOWLEDGED, held,         SIGNAL_CLEARED RESTORED RESOLVED,     RESOLVED",
        "ACKNOWLEDGED, worse,        SIGNAL_ADDED SEVERITY_CHANGED,        ACKNOWLEDGED",
        "ACKNOWLEDGED, another,      SIGNAL_ADDED,                         ACKNOWLEDGED",
        "RESOLVED,     acknowledge,  -,                                    RESOLVED",
        "RESOLVED,     resolve,      -,                                    RESOLVED",
        "RESOLVED,     note,         NOTE_ADDED,                           RESOLVED",
        "RESOLVED,     owner,        OWNER_CHANGED,                        RESOLVED",
        "RESOLVED,     impact,       IMPACT_EDITED,                        RESOLVED",
        "RESOLVED,     cause,        CAUSE_NAMED,                          RESOLVED",
        "RESOLVED,     nothing,      -,                                    RESOLVED",
        "RESOLVED,     clears,       SIGNAL_CLEARED RESTORED,              RESOLVED",
        "RESOLVED,     held,         SIGNAL_CLEARED RESTORED,              RESOLVED",
        "RESOLVED,     worse,        REOPENED SIGNAL_ADDED SEVERITY_CHANGED, OPEN",
        "RESOLVED,     another,      REOPENED SIGNAL_ADDED,                OPEN",
      })
  void transitions(State state, String event, String steps, State then) {
    var incident =
        switch (state) {
          case OPEN -> opened();
          case ACKNOWLEDGED -> byHand(opened(), new ByHand.Acknowledge("")).after();
          case RESOLVED -> byHand(opened(), new ByHand.Resolve("a false alarm")).after();
        };

    var transition = happens(incident, event);

    assertThat(transition.map(IncidentByHandTest::kinds).orElse(null)).isEqualTo(steps);
    assertThat(transition.map(Transition::after).orElse(incident).state()).isEqualTo(then);
  }

  private static Optional<Transition> happens(Incident incident, String event) {
    return switch (event) {
      case "acknowledge" -> act(incident, new ByHand.Acknowledge("on it"));
      case "resolve" -> act(incident, new ByHand.Resolve("it is over"));
      case "note" -> act(incident, new ByHand.Note("the disk is full"));
      case "owner" -> act(incident, new ByHand.SetOwner("bob"));
      case "impact" -> act(incident, new ByHand.MoveImpact(at(-100), "the log says so"));
      case "cause" -> act(incident, new ByHand.NameCause("deployment 7: the diff"));
      case "nothing" -> evaluate(incident, 300, down("web"));
      case "clears" -> evaluate(incident, 340, cleared(down("web"), 300));
      case "held" -> evaluate(incident, 340 + 120, cleared(down("web"), 300));
      case "worse" -> evaluate(incident, 340, down("web"), external(true, Severity.CRITICAL));
      case "another" -> evaluate(incident, 340, down("web"), down("tcp"));
      default -> throw new IllegalArgumentException(event);
    };
  }

  @Test
  void everyStepHasActorTimeAndReason() {
    var resolved = byHand(opened(), new ByHand.Resolve("a false alarm"));

    assertThat(resolved.steps())
        .containsExactly(
            new Transition.Step(
                Kind.RESOLVED,
                at(200),
                "ada",
                "a false alarm (still active: probe web is down at local: timeout in connect)"));
    assertThat(resolved.after().times().resolved()).contains(at(200));
    assertThat(resolved.after().times().restored()).isEmpty();
  }

  @Test
  void signalThatIsStillActiveDoesNotReopen_untilItHasClearedAndComesAgain() {
    var resolved = byHand(opened(), new ByHand.Resolve("a false alarm")).after();

    assertThat(evaluate(resolved, 300, down("web"))).isEmpty();
    var over = evaluate(resolved, 310, cleared(down("web"), 300)).orElseThrow().after();
    assertThat(over.times().restored()).contains(at(300));
    assertThat(over.times().resolved()).contains(at(200));
    var again = evaluate(over, 500, down("web", 400)).orElseThrow();
    assertThat(kinds(again)).isEqualTo("REOPENED SIGNAL_ADDED RELAPSED");
    assertThat(again.after().reopened()).isEqualTo(1);
  }

  @Test
  void flapWindowRunsFromTheResolveByHand_whileSomethingIsStillActive() {
    var resolved = byHand(opened(), new ByHand.Resolve("a false alarm")).after();

    var inside = evaluate(resolved, 900, down("web"), down("tcp", 800)).orElseThrow();
    assertThat(inside.before()).contains(resolved);
    var outside = evaluate(resolved, 900, down("web"), down("tcp", 801)).orElseThrow();
    assertThat(outside.before()).isEmpty();
    assertThat(outside.after().signals()).hasSize(1);
  }

  /** Resolved by hand at 200; the probe recovers at 700 and is down again before or after 800. */
  @ParameterizedTest
  @CsvSource({"800, true", "801, false"})
  void flapWindowRunsFromTheResolveByHand_whenEverTheEndOfItsSignalsIsNoticed(
      int again, boolean reopens) {
    var resolved = byHand(opened(), new ByHand.Resolve("mended")).after();
    var over = cleared(down("web"), 700);

    var settled = evaluate(resolved, 710, over).orElseThrow().after();
    var present = evaluate(settled, again + 60, over, down("web", again)).orElseThrow();
    var away = evaluate(resolved, again + 60, over, down("web", again));

    assertThat(present.before().isPresent()).isEqualTo(reopens);
    assertThat(away.filter(t -> t.after().open()).isPresent()).isEqualTo(reopens);
    assertThat(present.after().reopened()).isEqualTo(reopens ? 1 : 0);
  }

  @Test
  void relapseThatWasNotNoticedYetWhenAPersonResolvedReopens() {
    var over = cleared(down("web"), 150);
    var restored = evaluate(opened(), 160, over).orElseThrow().after();
    var resolved = byHand(restored, new ByHand.Resolve("mended")).after();

    var again = evaluate(resolved, 250, over, down("web", 190)).orElseThrow();

    assertThat(kinds(again)).isEqualTo("REOPENED SIGNAL_ADDED RELAPSED");
    assertThat(again.after().state()).isEqualTo(State.OPEN);
    assertThat(again.after().times().resolved()).isEmpty();
  }

  @Test
  void resolvedOneThatIsNoLongerTheLatestIsFollowedToItsEnd() {
    var resolved = byHand(opened(), new ByHand.Resolve("a false alarm")).after();

    assertThat(IncidentLifecycle.follow(resolved, List.of(down("web"), down("tcp")), at(900)))
        .isEmpty();
    var over = IncidentLifecycle.follow(resolved, List.of(cleared(down("web"), 950)), at(990));
    assertThat(over.map(IncidentByHandTest::kinds)).contains("SIGNAL_CLEARED RESTORED");
    assertThat(over.orElseThrow().after().unsettled()).isFalse();
  }

  @Test
  void impactStartIsMovedByHand_andSignalsMoveItNoMore() {
    var moved = byHand(opened(), new ByHand.MoveImpact(at(30), "only then users noticed"));

    assertThat(moved.steps().getFirst().text())
        .isEqualTo("impact start " + at(0) + " -> " + at(30) + ": only then users noticed");
    assertThat(moved.after().times().impactStart()).isEqualTo(at(30));
    assertThat(moved.after().times().detected()).isEqualTo(at(60));
    assertThat(moved.after().times().lastGood()).contains(at(-30));
    var joined = evaluate(moved.after(), 340, down("web"), down("tcp", -100)).orElseThrow().after();
    assertThat(joined.times().impactStart()).isEqualTo(at(30));
    assertThat(joined.times().detected()).isEqualTo(at(30));
  }

  @Test
  void impactMovedBeforeTheLastGoodRunForgetsThatRun() {
    var moved = byHand(opened(), new ByHand.MoveImpact(at(-40), "the log says so")).after();

    assertThat(moved.times().lastGood()).isEmpty();
  }

  @Test
  void impactNeverMovesAfterWhatWasDetectedOrRestored() {
    var incident = opened();
    var over = evaluate(incident, 340, cleared(down("web"), 300)).orElseThrow().after();

    assertThat(incident.latestImpactStart()).isEqualTo(at(60));
    assertThat(over.latestImpactStart()).isEqualTo(at(60));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> act(incident, new ByHand.MoveImpact(at(61), "?")))
        .withMessage("impact start not at or before " + at(60) + ": " + at(61));
  }

  @Test
  void ownerIsSaidOnce_andNotesAsOftenAsSomebodyHasSomethingToSay() {
    var owned = byHand(opened(), new ByHand.SetOwner("bob"));

    assertThat(owned.after().owner()).contains("bob");
    assertThat(act(owned.after(), new ByHand.SetOwner("bob"))).isEmpty();
    assertThat(byHand(owned.after(), new ByHand.SetOwner("eve")).steps().getFirst().text())
        .isEqualTo("bob -> eve");
    assertThat(act(owned.after(), new ByHand.Note("a"))).isPresent();
    assertThat(act(owned.after(), new ByHand.Note("a"))).isPresent();
  }

  @Test
  void externalAlertAddsDowntimeOnlyWhenDeclaredSo() {
    var quiet = external(false, Severity.WARNING);
    var loud = external(true, Severity.WARNING);
    var mended = cleared(down("web"), 300);

    var beside = evaluate(opened(), 340, mended, quiet).orElseThrow().after();
    assertThat(beside.times().restored()).contains(at(300));
    var counting = evaluate(opened(), 340, mended, loud).orElseThrow().after();
    assertThat(counting.times().restored()).isEmpty();
  }

  private static String kinds(Transition transition) {
    return String.join(
        " ", transition.steps().stream().map(Transition.Step::kind).map(Kind::name).toList());
  }

  private static Incident opened() {
    return LIFECYCLE
        .evaluate("shop", Optional.empty(), List.of(down("web")), at(70))
        .getFirst()
        .after()
        .withId(42);
  }

  private static Optional<Transition> act(Incident incident, ByHand action) {
    return IncidentLifecycle.byHand(incident, "ada", action, at(200));
  }

  private static Transition byHand(Incident incident, ByHand action) {
    return act(incident, action).orElseThrow();
  }

  private static Optional<Transition> evaluate(Incident incident, int seconds, Signal... signals) {
    return LIFECYCLE.evaluate("shop", Optional.of(incident), List.of(signals), at(seconds)).stream()
        .findFirst();
  }

  private static Signal.ProbeDown down(String probe) {
    return down(probe, 0);
  }

  private static Signal.ProbeDown down(String probe, int seconds) {
    return new Signal.ProbeDown(
        probe,
        "local",
        Optional.of(at(seconds - 30)),
        at(seconds),
        at(seconds + 60),
        Severity.ERROR,
        new Run.Failure("connect", "timeout", "timeout in connect", Optional.empty()),
        Optional.empty());
  }

  private static Signal cleared(Signal signal, int seconds) {
    return signal.as(
        signal.severity(), Optional.of(new Signal.Cleared(at(seconds), at(seconds), "recovered")));
  }

  private static Signal external(boolean downtime, Severity severity) {
    return new Signal.External(
        "alertmanager",
        "0af7651916cd43dd",
        "DiskFull",
        "",
        Optional.empty(),
        severity,
        downtime,
        at(100),
        at(100),
        at(130),
        Optional.empty());
  }

  private static Instant at(int seconds) {
    return Instant.parse("2026-11-24T12:00:00Z").plusSeconds(seconds);
  }
}
