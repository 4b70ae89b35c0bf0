package dev.nines.incident;

import static dev.nines.incident.Transition.Kind.ACKNOWLEDGED;
import static dev.nines.incident.Transition.Kind.OPENED;
import static dev.nines.incident.Transition.Kind.RELAPSED;
import static dev.nines.incident.Transition.Kind.REOPENED;
import static dev.nines.incident.Transition.Kind.RESOLVED;
import static dev.nines.incident.Transition.Kind.RESTORED;
import static dev.nines.incident.Transition.Kind.SEVERITY_CHANGED;
import static dev.nines.incident.Transition.Kind.SIGNAL_ADDED;
import static dev.nines.incident.Transition.Kind.SIGNAL_CLEARED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.incident.Transition.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transition table. Hold time 2 min, flap window 10 min; times are seconds after noon. */
class IncidentLifecycleTest {
  private static final IncidentLifecycle LIFECYCLE = new IncidentLifecycle(ServicePolicy.DEFAULT);

  @Test
  void nothingHappensWithoutSignals() {
    assertThat(LIFECYCLE.evaluate("shop", Optional.empty(), List.of(), at(0))).isEmpty();
  }

  @Test
  void activeSignalOpens() {
    var opened = LIFECYCLE.evaluate("shop", Optional.empty(), List.of(down("web", 0)), at(70));

    assertThat(opened).singleElement().satisfies(t -> hasSteps(t, OPENED, SIGNAL_ADDED));
    var incident = opened.getFirst().after();
    assertThat(incident.id()).isEqualTo(Incident.UNSAVED);
    assertThat(incident.version()).isEqualTo(1);
    assertThat(incident.severity()).isEqualTo(Severity.ERROR);
    assertThat(incident.times())
        .isEqualTo(
            new IncidentTimes(
                Optional.of(at(-30)),
                at(0),
                at(60),
                at(70),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void clearedSignalRestoresAtTheFirstGoodRunAndResolvesAfterTheHold() {
    var incident = opened(down("web", 0));
    var mended = List.of(cleared(down("web", 0), 300, 330));

    var restored = only(incident, mended, 340);

    hasSteps(restored, SIGNAL_CLEARED, RESTORED);
    assertThat(restored.after().times().restored()).contains(at(300));
    assertThat(restored.after().state()).isEqualTo(Incident.State.OPEN);
    assertThat(LIFECYCLE.evaluate("shop", Optional.of(restored.after()), mended, at(449)))
        .isEmpty();
    var resolved = only(restored.after(), mended, 450);
    hasSteps(resolved, RESOLVED);
    assertThat(resolved.after().times().resolved()).contains(at(450));
    assertThat(resolved.after().times().restored()).contains(at(300));
    assertThat(resolved.after().version()).isEqualTo(3);
  }

  @Test
  void flappingForDaysKeepsABoundedIncidentWithTheSameTimes() {
    var burning = burn(0, Optional.empty());
    var incident = opened(burning);
    var impactStart = incident.times().impactStart();
    for (var start = 300; start <= 300 * 500; start += 300) {
      var over = cleared(down("web", start), start + 60, start + 90);
      incident = only(incident, List.of(over), start + 100).after();
    }

    assertThat(incident.signals()).hasSize(RememberedSignals.MOST_CLEARED + 1).contains(burning);
    assertThat(incident.times().impactStart()).isEqualTo(impactStart);
    assertThat(incident.times().restored()).contains(at(300 * 500 + 60));
    var settled = incident;
    assertThat(LIFECYCLE.evaluate("shop", Optional.of(settled), settled.signals(), at(150_200)))
        .isEmpty();
    var quiet = only(settled, List.of(burn(0, Optional.of(150_300))), 150_420);
    hasSteps(quiet, SIGNAL_CLEARED, RESOLVED);
    assertThat(quiet.after().times().restored()).contains(at(300 * 500 + 60));
  }

  /** After an evaluation that was away for long: the store must hear of each of them once. */
  @Test
  void whatComesAllAtOnceIsForgottenOnlyLater() {
    var outages =
        IntStream.range(0, 300)
            .mapToObj(i -> cleared(down("web", 90 * i), 90 * i + 60, 90 * i + 80));

    var all =
        LIFECYCLE
            .evaluate("shop", Optional.empty(), outages.toList(), at(27_000))
            .getFirst()
            .after();
    assertThat(all.signals()).hasSize(300);

    var next = only(all, List.of(down("web", 27_010)), 27_080).after();
    assertThat(next.signals())
        .hasSize(1 + RememberedSignals.MOST_CLEARED + 1) // the earliest, and the active one
        .contains(all.signals().getFirst(), all.signals().getLast());
  }

  @Test
  void outageThatWasOverBeforeAnybodyLookedIsAWholeIncident() {
    var over = List.of(cleared(down("web", 0), 90, 120));

    var first = LIFECYCLE.evaluate("shop", Optional.empty(), over, at(130)).getFirst();
    var second = only(first.after(), over, 240);

    hasSteps(first, OPENED, SIGNAL_ADDED, SIGNAL_CLEARED, RESTORED);
    hasSteps(second, RESOLVED);
  }

  @Test
  void outageLongOverOpensAndResolvesAtOnce() {
    var over = List.of(cleared(down("web", 0), 90, 120));

    assertThat(LIFECYCLE.evaluate("shop", Optional.empty(), over, at(900)))
        .singleElement()
        .satisfies(t -> hasSteps(t, OPENED, SIGNAL_ADDED, SIGNAL_CLEARED, RESTORED, RESOLVED));
  }

  @Test
  void outagesFarApartAreIncidentsOfTheirOwn_evenWhenSeenTogether() {
    var first = cleared(down("web", 0), 90, 120);
    var second = down("web", 3_600);

    var transitions =
        LIFECYCLE.evaluate("shop", Optional.empty(), List.of(second, first), at(3_700));

    assertThat(transitions).hasSize(2);
    assertThat(transitions.getFirst().after().state()).isEqualTo(Incident.State.RESOLVED);
    assertThat(transitions.getLast().after().state()).isEqualTo(Incident.State.OPEN);
    assertThat(transitions.getLast().after().times().impactStart()).isEqualTo(at(3_600));
  }

  @Test
  void openIncidentIsResolvedBeforeALaterOneOpens_whenBothWereMissed() {
    var incident = opened(down("web", 0));
    var news = List.of(cleared(down("web", 0), 90, 120), down("web", 3_600));

    var transitions = LIFECYCLE.evaluate("shop", Optional.of(incident), news, at(3_700));

    assertThat(transitions).hasSize(2);
    hasSteps(transitions.getFirst(), SIGNAL_CLEARED, RESTORED, RESOLVED);
    hasSteps(transitions.getLast(), OPENED, SIGNAL_ADDED);
  }

  @Test
  void outageReplayedFromLongAgoIsAnIncidentOfItsOwn_becauseItMustNotStretchTheOpenOne() {
    var incident = opened(down("web", 0));
    var replayed = cleared(down("tcp", -7_200), -7_000, -6_970);

    assertThat(LIFECYCLE.evaluate("shop", Optional.of(incident), List.of(replayed), at(100)))
        .singleElement()
        .satisfies(t -> assertThat(t.before()).isEmpty())
        .satisfies(t -> assertThat(t.after().state()).isEqualTo(Incident.State.RESOLVED));
  }

  @Test
  void secondSignalJoinsTheOpenIncidentAndMovesItsImpactBack() {
    var incident = opened(down("web", 0));

    var joined = only(incident, List.of(down("web", 0), down("tcp", -90)), 80);

    hasSteps(joined, SIGNAL_ADDED);
    assertThat(joined.before()).contains(incident);
    assertThat(joined.after().times().impactStart()).isEqualTo(at(-90));
    assertThat(joined.after().times().lastGood()).contains(at(-120));
    assertThat(joined.after().times().detected()).isEqualTo(at(-30));
  }

  @Test
  void severityFollowsTheWorstActiveSignalUpAndDown() {
    var incident = opened(down("web", 0));
    var burning = burn(60, Optional.empty());

    var worse = only(incident, List.of(burning), 100);
    var better = only(worse.after(), List.of(burn(60, Optional.of(200))), 210);

    hasSteps(worse, SIGNAL_ADDED, SEVERITY_CHANGED);
    assertThat(worse.after().severity()).isEqualTo(Severity.CRITICAL);
    hasSteps(better, SIGNAL_CLEARED, SEVERITY_CHANGED);
    assertThat(better.after().severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void burnAlertHoldsTheIncidentOpenButAddsNoDowntime() {
    var incident = opened(down("web", 0));
    var mended = cleared(down("web", 0), 300, 330);

    var restored = only(incident, List.of(mended, burn(60, Optional.empty())), 1_000);
    var resolved = only(restored.after(), List.of(mended, burn(60, Optional.of(1_500))), 1_620);

    hasSteps(restored, SIGNAL_CLEARED, SIGNAL_ADDED, SEVERITY_CHANGED, RESTORED);
    hasSteps(resolved, SIGNAL_CLEARED, RESOLVED);
    assertThat(resolved.after().times().restored()).contains(at(300));
  }

  @Test
  void burnAlertAloneIsRestoredWhenItClears() {
    var incident = opened(burn(60, Optional.empty()));

    var restored = only(incident, List.of(burn(60, Optional.of(500))), 510);

    hasSteps(restored, SIGNAL_CLEARED, RESTORED);
    assertThat(restored.after().times().restored()).contains(at(500));
  }

  @Test
  void relapseWithinTheHoldTakesTheRestoredTimeBack() {
    var incident = opened(down("web", 0));
    var mended = cleared(down("web", 0), 300, 330);
    var restored = only(incident, List.of(mended), 340).after();

    var relapsed = only(restored, List.of(mended, down("web", 360)), 430);

    hasSteps(relapsed, SIGNAL_ADDED, RELAPSED);
    assertThat(relapsed.after().times().restored()).isEmpty();
    assertThat(relapsed.after().reopened()).isZero();
  }

  @Test
  void relapseWithinTheFlapWindowReopensTheSameIncident() {
    var resolved = resolved();

    var reopened = only(resolved, List.of(down("web", 450 + 600)), 1_120);

    hasSteps(reopened, REOPENED, SIGNAL_ADDED, RELAPSED);
    assertThat(reopened.before()).contains(resolved);
    assertThat(reopened.after().reopened()).isEqualTo(1);
    assertThat(reopened.after().state()).isEqualTo(Incident.State.OPEN);
    assertThat(reopened.after().times().resolved()).isEmpty();
    assertThat(reopened.after().times().impactStart()).isEqualTo(at(0));
  }

  @Test
  void relapseAfterTheFlapWindowIsANewIncident() {
    assertThat(
            LIFECYCLE.evaluate(
                "shop", Optional.of(resolved()), List.of(down("web", 1_051)), at(1_120)))
        .singleElement()
        .satisfies(t -> assertThat(t.before()).isEmpty())
        .satisfies(t -> hasSteps(t, OPENED, SIGNAL_ADDED));
  }

  @Test
  void signalThatIsNotGivenStaysAsItWas() {
    assertThat(
            LIFECYCLE.evaluate("shop", Optional.of(opened(down("web", 0))), List.of(), at(9_000)))
        .isEmpty();
  }

  @Test
  void clearedSignalStaysClear_becauseAStaleReadingMustNotReviveIt() {
    var incident = opened(down("web", 0));
    var restored = only(incident, List.of(cleared(down("web", 0), 300, 330)), 340).after();

    assertThat(LIFECYCLE.evaluate("shop", Optional.of(restored), List.of(down("web", 0)), at(350)))
        .isEmpty();
  }

  @Test
  void personAcknowledgesOnce() {
    var incident = opened(down("web", 0));

    var taken =
        IncidentLifecycle.byHand(incident, "ada", new ByHand.Acknowledge("on it"), at(200))
            .orElseThrow();

    hasSteps(taken, ACKNOWLEDGED);
    assertThat(taken.steps().getFirst().actor()).isEqualTo("ada");
    assertThat(taken.after().state()).isEqualTo(Incident.State.ACKNOWLEDGED);
    assertThat(taken.after().times().acknowledged()).contains(at(200));
    assertThat(IncidentLifecycle.byHand(taken.after(), "bob", new ByHand.Acknowledge(""), at(210)))
        .isEmpty();
    assertThat(IncidentLifecycle.byHand(resolved(), "bob", new ByHand.Acknowledge(""), at(900)))
        .isEmpty();
  }

  @Test
  void reopenedIncidentKeepsItsFirstAcknowledgement() {
    var taken =
        IncidentLifecycle.byHand(opened(down("web", 0)), "ada", new ByHand.Acknowledge(""), at(200))
            .orElseThrow();
    var over = only(taken.after(), List.of(cleared(down("web", 0), 300, 330)), 450);
    var reopened = only(over.after(), List.of(down("web", 600)), 700);

    var again =
        IncidentLifecycle.byHand(reopened.after(), "ada", new ByHand.Acknowledge(""), at(800))
            .orElseThrow();

    assertThat(again.after().times().acknowledged()).contains(at(200));
  }

  @Test
  void stepIsNeverEarlierThanWhatItTellsOf_becauseClocksDiffer() {
    var opened = LIFECYCLE.evaluate("shop", Optional.empty(), List.of(down("web", 0)), at(-5));

    assertThat(opened.getFirst().after().times().opened()).isEqualTo(at(60));
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 100_000})
  void alertThatWasOverWhenItWasHeardOfIsAWholeIncidentInOneStep(int heardAfter) {
    var over = heardOver("f1", 0, 600, 600 + heardAfter);

    var transitions =
        LIFECYCLE.evaluate("shop", Optional.empty(), List.of(over), at(600 + heardAfter));

    assertThat(transitions)
        .singleElement()
        .satisfies(t -> hasSteps(t, OPENED, SIGNAL_ADDED, SIGNAL_CLEARED, RESTORED, RESOLVED));
    var times = transitions.getFirst().after().times();
    assertThat(times.impactStart()).isEqualTo(at(0));
    assertThat(times.restored()).contains(at(600));
    assertThat(times.resolved()).contains(at(600 + heardAfter));
    assertThat(transitions.getFirst().after().severity()).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void alertThatWasOverWhenItWasHeardOfJoinsTheOpenIncident_andChangesNoSeverity() {
    var incident = opened(down("web", 0));
    var mended = cleared(down("web", 0), 300, 330);
    var over = heardOver("f1", -60, 200, 340);

    var joined = only(incident, List.of(mended, over), 340);

    hasSteps(joined, SIGNAL_CLEARED, SIGNAL_ADDED, SIGNAL_CLEARED, RESTORED);
    assertThat(joined.after().severity()).isEqualTo(Severity.ERROR);
    assertThat(joined.after().times().impactStart()).isEqualTo(at(-60));
    hasSteps(only(joined.after(), List.of(mended, over), 450), RESOLVED);
  }

  @Test
  void alertThatWasOverWhenItWasHeardOfReopensNothing() {
    var over = heardOver("f1", 460, 500, 510);

    var joined = only(resolved(), List.of(over), 510);

    hasSteps(joined, SIGNAL_ADDED, SIGNAL_CLEARED, RELAPSED, RESTORED);
    assertThat(joined.after().state()).isEqualTo(Incident.State.RESOLVED);
    assertThat(joined.after().times().resolved()).isEqualTo(resolved().times().resolved());
    assertThat(joined.after().times().restored()).contains(at(500));
    assertThat(joined.after().reopened()).isZero();
  }

  @Test
  void alertThatWasOverLongBeforeTheOpenIncidentIsOneOfItsOwn_howeverLateItIsHeardOf() {
    var incident = opened(down("web", 0));
    var over = heardOver("f1", -90_000, -80_000, 80);

    var own = only(incident, List.of(down("web", 0), over), 80);

    assertThat(own.before()).isEmpty();
    assertThat(own.after().state()).isEqualTo(Incident.State.RESOLVED);
  }

  /** A page whose first bad event was in the minute of noon, and fired 80 seconds after noon. */
  @ParameterizedTest
  @CsvSource({"20, 20", "59, 59", "0, 0", "60, 0", "-1, -1"})
  void pageKnowsOnlyTheMinute_soAnOutageThatBeganInItSaysWhen(int outage, int impact) {
    var page = page(0, 80);
    var down = down("web", outage);

    var first =
        LIFECYCLE.evaluate("shop", Optional.empty(), List.of(page), at(90)).getFirst().after();
    var later = only(first.withId(42), List.of(page, down), 130).after();
    var together =
        LIFECYCLE.evaluate("shop", Optional.empty(), List.of(page, down), at(130)).getFirst();
    var joining = only(opened(down), List.of(down, page), 130).after();

    assertThat(first.times().impactStart()).isEqualTo(at(0));
    assertThat(List.of(later, together.after(), joining))
        .extracting(incident -> incident.times().impactStart())
        .containsOnly(at(impact));
    assertThat(later.times().detected()).isEqualTo(at(Math.min(80, outage + 60)));
    if (impact > 0) {
      assertThat(later.times().lastGood()).contains(at(outage - 30));
    }
  }

  @Test
  void outageThatBeganAfterThePageFiredIsNotWhatItPagedFor() {
    var first = LIFECYCLE.evaluate("shop", Optional.empty(), List.of(page(0, 30)), at(31));

    var later =
        only(first.getFirst().after().withId(42), List.of(page(0, 30), down("web", 40)), 110);

    assertThat(later.after().times().impactStart()).isEqualTo(at(0));
  }

  @Test
  void impactThatAPersonSaidIsNotMadeMoreExact() {
    var page = page(0, 80);
    var first = LIFECYCLE.evaluate("shop", Optional.empty(), List.of(page), at(90)).getFirst();
    var said =
        IncidentLifecycle.byHand(
            first.after().withId(42), "ada", new ByHand.MoveImpact(at(0), "the log"), at(95));

    var later = only(said.orElseThrow().after(), List.of(page, down("web", 20)), 130);

    assertThat(later.after().times().impactStart()).isEqualTo(at(0));
  }

  private static Signal.BurnAlert page(int start, int fired) {
    return new Signal.BurnAlert(
        "shop-available",
        "99.9",
        "14.4x over 1h and 5m",
        Severity.CRITICAL,
        at(start),
        at(fired),
        Optional.empty());
  }

  private static Signal heardOver(String fingerprint, int start, int end, int heard) {
    return new Signal.External(
        "alertmanager",
        fingerprint,
        "DiskFull",
        "",
        Optional.empty(),
        Severity.CRITICAL,
        true,
        at(start),
        at(start),
        at(heard),
        Optional.of(new Signal.Cleared(at(end), at(end), "resolved")));
  }

  private static Incident resolved() {
    return only(opened(down("web", 0)), List.of(cleared(down("web", 0), 300, 330)), 450).after();
  }

  private static Incident opened(Signal signal) {
    return LIFECYCLE
        .evaluate("shop", Optional.empty(), List.of(signal), at(70))
        .getFirst()
        .after()
        .withId(42);
  }

  private static Transition only(Incident incident, List<? extends Signal> signals, int seconds) {
    var transitions = LIFECYCLE.evaluate("shop", Optional.of(incident), signals, at(seconds));
    assertThat(transitions).hasSize(1);
    return transitions.getFirst();
  }

  private static void hasSteps(Transition transition, Kind... kinds) {
    assertThat(transition.steps()).extracting(Transition.Step::kind).containsExactly(kinds);
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

  private static Signal.ProbeDown cleared(Signal.ProbeDown down, int restored, int recovered) {
    return new Signal.ProbeDown(
        down.probe(),
        down.location(),
        down.lastGood(),
        down.impactStart(),
        down.detectedAt(),
        down.severity(),
        down.cause(),
        Optional.of(new Signal.Cleared(at(restored), at(recovered), "recovered")));
  }

  private static Signal.BurnAlert burn(int seconds, Optional<Integer> cleared) {
    return new Signal.BurnAlert(
        "shop-available",
        "99.9",
        "14.4x over 1h and 5m",
        Severity.CRITICAL,
        at(seconds - 30),
        at(seconds),
        cleared.map(s -> new Signal.Cleared(at(s), at(s), "budget burns slowly again")));
  }

  private static Instant at(int seconds) {
    return Instant.parse("2026-11-24T12:00:00Z").plus(Duration.ofSeconds(seconds));
  }
}
