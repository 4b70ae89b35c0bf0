package dev.nines.engine.pages.incidents;

import static dev.nines.engine.results.Runs.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.dora.DeploymentRow;
import dev.nines.engine.dora.IncidentCauses.Word;
import dev.nines.engine.dora.Suspect;
import dev.nines.engine.replay.SloHistory.Spent;
import dev.nines.engine.review.IncidentReview;
import dev.nines.engine.review.RunStrip;
import dev.nines.engine.review.RunStrip.Part;
import dev.nines.engine.review.RunStrip.State;
import dev.nines.engine.review.SpentBudget;
import dev.nines.engine.review.Told;
import dev.nines.incident.ByHand;
import dev.nines.incident.Incident;
import dev.nines.incident.IncidentLifecycle;
import dev.nines.incident.Transition;
import dev.nines.incident.Transition.Kind;
import dev.nines.incident.Transition.Step;
import dev.nines.slo.BudgetSpend;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Criterion;
import dev.nines.slo.EventCounts;
import dev.nines.slo.Objective;
import dev.nines.slo.Sli;
import dev.nines.slo.Slo;
import dev.nines.slo.WindowReading;
import dev.nines.slo.reliability.Deployment;
import dev.nines.slo.reliability.dora.DeclaredCause;
import dev.nines.slo.time.Interval;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostMortemTest {
  private static final PostMortem POST_MORTEM =
      new PostMortem(URI.create("https://nines.test/"), ZoneId.of("Europe/Berlin"));
  private static final Objective OBJECTIVE = new Objective("99.9", 0.999);
  private static final Slo SLO =
      new Slo(
          "shop-available",
          "Shop | available",
          "shop",
          new Sli.Runs(List.of("front"), Criterion.SUCCESS),
          new BudgetWindow.Rolling(Duration.ofDays(1)),
          List.of(OBJECTIVE));

  /** A rollback just before the impact, and a day earlier what is declared its cause. */
  private static final Suspect.Known CAUSE =
      new Suspect.Known(
          List.of(
              new Suspect(
                  deployment(4, "1.4 <b>", NOON.minusSeconds(7_200), false, "https://ci.test/4"),
                  Suspect.Link.DECLARED),
              new Suspect(
                  deployment(5, "1.3", NOON.minusSeconds(60), true, "https://ci.test/|5"),
                  Suspect.Link.NONE)),
          Optional.of(
              new Word(
                  new DeclaredCause.OfDeployment(4, DeclaredCause.Evidence.PERSON),
                  "kim",
                  ShopIncident.EVIL,
                  NOON.plusSeconds(650))));

  private static WindowReading reading(Duration window, int good, int total) {
    var end = NOON.plusSeconds(480);
    return new WindowReading(
        new Interval(end.minus(window), end),
        new EventCounts(good, total),
        Optional.empty(),
        0,
        window);
  }

  /** Open, taken on, noted by somebody who would like to write HTML, and mended. */
  private static IncidentReview review(boolean mended) {
    var steps = new ArrayList<Step>();
    var incident = apply(ShopIncident.opening(), steps).withId(12);
    incident = byHand(incident, new ByHand.Acknowledge("on it"), 90, steps);
    incident = byHand(incident, new ByHand.Note(ShopIncident.EVIL + "\n# new\nline"), 120, steps);
    incident = byHand(incident, new ByHand.SetOwner("<b>bob</b>"), 130, steps);
    if (mended) {
      incident = apply(ShopIncident.mended(incident), steps);
    }
    var part = reading(Duration.ofMinutes(8), 0, 48);
    var span = new Interval(NOON.minusSeconds(120), NOON.plusSeconds(600));
    return new IncidentReview(
        incident,
        "Shop",
        ShopIncident.POLICY,
        steps,
        Optional.empty(),
        Optional.empty(),
        List.of(
            new Told(
                "pager",
                "opened",
                NOON.plusSeconds(30),
                Told.State.DELIVERED,
                Optional.of(NOON.plusSeconds(31)),
                1),
            new Told(
                "chat", "opened", NOON.plusSeconds(30), Told.State.WAITING, Optional.empty(), 3)),
        List.of(
            new RunStrip(
                "front",
                "local",
                span,
                Duration.ofSeconds(10),
                List.of(
                    new Part(State.GOOD, span.from(), NOON),
                    new Part(State.BAD, NOON, NOON.plusSeconds(480)),
                    new Part(State.GOOD, NOON.plusSeconds(480), span.to())))),
        List.of(
            new SpentBudget(
                SLO,
                new Spent(
                    OBJECTIVE,
                    part.span(),
                    BudgetSpend.of(OBJECTIVE, reading(Duration.ofDays(1), 8_592, 8_640), part)))),
        CAUSE,
        NOON.plusSeconds(700));
  }

  private static DeploymentRow deployment(
      long id, String version, Instant at, boolean rollback, String url) {
    return new DeploymentRow(
        new Deployment(
            id,
            "shop",
            version,
            "production",
            at,
            Deployment.Result.SUCCEEDED,
            List.of(),
            Optional.empty(),
            rollback),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(url),
        rollback ? Optional.empty() : Optional.of("pipe|line"));
  }

  private static Incident apply(Transition transition, List<Step> steps) {
    steps.addAll(transition.steps());
    return transition.after();
  }

  private static Incident byHand(Incident incident, ByHand action, int second, List<Step> steps) {
    return apply(
        IncidentLifecycle.byHand(incident, "kim", action, NOON.plusSeconds(second)).orElseThrow(),
        steps);
  }

  @Test
  void draftIsFilledFromWhatIsKnown() throws Exception {
    String golden;
    try (var file = PostMortemTest.class.getResourceAsStream("postmortem.md")) {
      golden = new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }

    assertThat(POST_MORTEM.draft(review(true))).isEqualTo(golden);
  }

  @Test
  void whatHasNotComeYetIsNoNumber() {
    assertThat(POST_MORTEM.draft(review(false)))
        .contains("Shop has not been well since 2026-11-24 13:00:00.")
        .contains("| time to restore | not yet | restored - impact start |")
        .contains(", still active");
  }

  @Test
  void timesThatNinesWroteAreInTheZoneOfTheRest_andWhatPeopleSayStays() {
    var at = Instant.parse("2026-11-24T12:00:00Z");
    var moved =
        new Step(
            Kind.IMPACT_EDITED,
            NOON.plusSeconds(60),
            "kim",
            "impact start %s -> %s: seen in the log at %s".formatted(at, at, at));
    var noted =
        new Step(Kind.NOTE_ADDED, NOON.plusSeconds(60), "kim", "since %s: 500".formatted(at));

    assertThat(StepText.of(moved, _ -> "13:00"))
        .isEqualTo("impact start 13:00 -> 13:00: seen in the log at 2026-11-24T12:00:00Z");
    assertThat(StepText.of(noted, _ -> "13:00")).isEqualTo("since 2026-11-24T12:00:00Z: 500");
    assertThat(POST_MORTEM.draft(review(true))).doesNotContain("T12:");
  }

  @Test
  void withoutDeploymentsItSaysSo() {
    var review = review(true);
    var alone =
        new IncidentReview(
            review.incident(),
            review.service(),
            review.policy(),
            review.timeline(),
            review.silence(),
            review.next(),
            review.told(),
            review.strips(),
            review.budgets(),
            Suspect.Known.NOTHING,
            review.at());

    assertThat(POST_MORTEM.draft(alone))
        .contains(
            """
            ## What was deployed before

            Nothing is declared of its cause.

            No deployment to production is known of the day before it.

            ## How long it took
            """);
  }

  @Test
  void textsOfOthersAreNoMarkUp() {
    assertThat(POST_MORTEM.draft(review(true)))
        .doesNotContain("<script>", "<b>", "\n# new", "**bold**", "[link](")
        .contains("\\<script\\>alert('x')\\</script\\> \\| \\*\\*bold\\*\\*");
  }
}
