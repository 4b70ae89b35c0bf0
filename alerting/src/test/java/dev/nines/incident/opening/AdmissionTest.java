package dev.nines.incident.opening;

import static dev.nines.incident.opening.Admission.OPEN_END;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.slo.time.Interval;
import dev.nines.slo.time.Intervals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seconds after noon. */
class AdmissionTest {
  private static final Hold EDGE = new Hold(span(0, 700), "depends on probe edge-tcp");

  @Test
  void whatNothingHoldsBackOpensAtOnce() {
    assertThat(admission(span(60, 300)).at(at(70)))
        .isEqualTo(new Verdict.Admitted(at(60), at(60), ""));
  }

  @Test
  void whatIsStillDownWhenItsHoldEndsOpensThen() {
    var lasting = admission(new Interval(at(60), OPEN_END), EDGE);

    assertThat(lasting.at(at(100)))
        .isEqualTo(new Verdict.Held("depends on probe edge-tcp", Optional.of(at(700))));
    assertThat(lasting.at(at(700)))
        .isEqualTo(
            new Verdict.Admitted(
                at(700), at(60), "held back until " + at(700) + ": depends on probe edge-tcp"));
  }

  @Test
  void whatIsOverBeforeItsHoldNeverOpens() {
    assertThat(admission(span(60, 300), EDGE).at(at(900)))
        .isEqualTo(new Verdict.PassedOver("depends on probe edge-tcp"));
  }

  @Test
  void holdWithoutAnEndSaysNoTime() {
    var hold = new Hold(new Interval(at(0), OPEN_END), "maintenance");

    assertThat(admission(new Interval(at(60), OPEN_END), hold).at(at(100)))
        .isEqualTo(new Verdict.Held("maintenance", Optional.empty()));
  }

  @Test
  void holdThatComesAfterItHasOpenedChangesNothing() {
    var late = new Hold(span(100, 700), "maintenance");

    assertThat(admission(new Interval(at(60), OPEN_END), late).at(at(200)))
        .isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void whatIsPendingIsWaitedFor_butNotForEver() {
    var admission =
        new Admission(
            span(60, 3_000),
            Optional.empty(),
            List.of(EDGE),
            Optional.of(new Admission.Pending("edge-tcp fails", Duration.ofSeconds(90))));

    assertThat(admission.at(at(789)))
        .isEqualTo(new Verdict.Held("edge-tcp fails", Optional.empty()));
    assertThat(admission.at(at(790))).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void clockThatIsBehindDelaysNothing() {
    assertThat(admission(span(60, 300)).at(at(10))).isInstanceOf(Verdict.Admitted.class);
  }

  @Test
  void tooFewLocationsHoldItBack_andEnoughAreItsDetection() {
    var quorum = new Quorum(2);
    var always = Intervals.of(span(0, 2_000));
    var counts =
        quorum.count(
            List.of(
                new Quorum.View(always, Intervals.of(new Interval(at(60), OPEN_END))),
                new Quorum.View(always, Intervals.of(new Interval(at(500), OPEN_END))),
                new Quorum.View(always, Intervals.NONE)));
    var first =
        new Admission(
            new Interval(at(60), OPEN_END),
            Optional.of(new Admission.Votes(quorum, counts)),
            List.of(EDGE),
            Optional.empty());

    assertThat(first.at(at(100))).isInstanceOf(Verdict.Held.class);
    assertThat(first.at(at(800)))
        .isEqualTo(
            new Verdict.Admitted(
                at(700),
                at(500),
                "2 of 3 locations that know; held back until "
                    + at(700)
                    + ": depends on probe edge-tcp"));
    var short1 =
        new Admission(
            span(60, 400),
            Optional.of(new Admission.Votes(quorum, counts.subList(0, 2))),
            List.of(),
            Optional.empty());
    assertThat(short1.at(at(450))).isEqualTo(new Verdict.PassedOver("1 of 3 locations that know"));
  }

  @Test
  void harmInMaintenanceDoesNotCount() {
    var maintenance = Intervals.of(span(0, 100), span(200, 300));

    assertThat(Admission.countedFrom(span(50, 500), maintenance)).isEqualTo(at(100));
    assertThat(Admission.countedFrom(span(150, 500), maintenance)).isEqualTo(at(150));
    assertThat(Admission.countedFrom(span(210, 220), maintenance)).isEqualTo(at(210));
  }

  /** The oracle is present at every second; the admission is asked at one second alone. */
  @Test
  void everyAnswerIsThatOfAWalkSecondBySecond() {
    for (var seed = 0; seed < 400; seed++) {
      var random = new Random(seed);
      var quorum = new Quorum(1 + random.nextInt(3));
      var views = new ArrayList<Quorum.View>();
      for (var i = 0; i < 1 + random.nextInt(3); i++) {
        views.add(new Quorum.View(randomSpans(random, 80), randomSpans(random, 60)));
      }
      var holds = new ArrayList<Hold>();
      randomSpans(random, 40).spans().forEach(span -> holds.add(new Hold(span, "held")));
      var active = span(random.nextInt(100), 100 + random.nextInt(100));
      var admission =
          new Admission(
              active,
              Optional.of(new Admission.Votes(quorum, quorum.count(views))),
              holds,
              Optional.empty());

      var reached = false;
      Optional<Instant> detected = Optional.empty();
      Optional<Instant> since = Optional.empty();
      for (var t = 0; t < 260; t++) {
        var now = at(t);
        var knowing = views.stream().filter(view -> view.known().contains(now)).toList();
        if (!knowing.isEmpty()) {
          var down = knowing.stream().filter(view -> view.down().contains(now)).count();
          reached = down >= 1 && (down >= quorum.declared() || down == knowing.size());
        }
        if (active.contains(now) && reached) {
          detected = detected.or(() -> Optional.of(now));
          if (holds.stream().noneMatch(hold -> hold.span().contains(now))) {
            since = since.or(() -> Optional.of(now));
          }
        }
        if (now.isBefore(active.from())) {
          continue;
        }
        var verdict = admission.at(now);
        if (since.isPresent()) {
          assertThat(verdict)
              .as("seed %d second %d", seed, t)
              .isInstanceOfSatisfying(
                  Verdict.Admitted.class,
                  admitted -> assertThat(admitted.why()).contains(" that know"));
          var admitted = (Verdict.Admitted) verdict;
          assertThat(admitted.since()).isEqualTo(since.get());
          assertThat(admitted.detected()).isEqualTo(detected.orElseThrow());
        } else if (now.isBefore(active.to())) {
          assertThat(verdict).as("seed %d second %d", seed, t).isInstanceOf(Verdict.Held.class);
        } else {
          assertThat(verdict)
              .as("seed %d second %d", seed, t)
              .isInstanceOf(Verdict.PassedOver.class);
        }
      }
    }
  }

  private static Intervals randomSpans(Random random, int longest) {
    var spans = new ArrayList<Interval>();
    for (var i = 0; i < random.nextInt(4); i++) {
      var from = random.nextInt(200);
      spans.add(span(from, from + 1 + random.nextInt(longest)));
    }
    return new Intervals(spans);
  }

  private static Admission admission(Interval active, Hold... holds) {
    return new Admission(active, Optional.empty(), List.of(holds), Optional.empty());
  }

  private static Interval span(int from, int to) {
    return new Interval(at(from), at(to));
  }

  private static Instant at(int seconds) {
    return Instant.parse("2026-11-24T12:00:00Z").plusSeconds(seconds);
  }
}
