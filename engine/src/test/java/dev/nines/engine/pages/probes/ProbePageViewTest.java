package dev.nines.engine.pages.probes;

import static dev.nines.engine.pages.probes.Probes.CHECKOUT;
import static dev.nines.engine.pages.probes.Probes.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evidence.SeenRuns;
import dev.nines.engine.pages.PagesBundle;
import dev.nines.engine.results.ProbeResult;
import dev.nines.engine.schedule.LatestRuns.LatestRun;
import dev.nines.engine.schedule.LatestRuns.UnknownRun;
import dev.nines.engine.schedule.UnknownCause;
import dev.nines.incident.FailureStreak;
import dev.nines.probe.Answer;
import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.Header;
import dev.nines.probe.Phase;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import io.dropwizard.views.common.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProbePageViewTest {
  private static final ProbeFacts EVERYTHING =
      new ProbeFacts(
          CHECKOUT,
          NOON,
          ServiceState.DEGRADED,
          Optional.empty(),
          Optional.of(
              new LatestRun(
                  Probes.result("eu-west", NOON.minusSeconds(5), Probes.slow()), Probes.slow())),
          Optional.of(
              new UnknownRun(NOON, UnknownCause.GATE_HOST, "too many other runs were under way")),
          Optional.of(new ProbeFacts.Stored(Probes.results(), Probes.failures())));

  @Test
  void everythingIsPrinted() throws IOException {
    var html = whole(EVERYTHING);

    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("<title>checkout-http is degraded · Nines</title>")
        .contains("24 Nov 2026 12:00:00 UTC")
        .contains("Last run 4 s ago, slow in 700 ms: processing took 660ms, more than 500ms")
        .contains(
            "The run after that is unknown, neither good nor bad: too many other runs were under way")
        .contains("Last runs at eu-west", "Last runs at us-east")
        .contains("CN=shop.test", "in 9 d", "none was verified")
        .contains("every 10 s, timeout 900 ms")
        .contains("status is 503, not 2xx", "transfer, status")
        .contains("Retry-After", "session=&lt;secret&gt;")
        .contains("log in, status 200", "no byte of an answer within 2s")
        .contains("0af7651916cd43dd8448eb211c80319c");
  }

  @Test
  void targetIsShownWithoutSecrets() throws IOException {
    assertThat(whole(EVERYTHING)).contains("https://shop.test/pay").doesNotContain("pw@", "token=");
  }

  @Test
  void nothingIsPrintedToo() throws IOException {
    var html =
        whole(
            new ProbeFacts(
                CHECKOUT,
                NOON,
                ServiceState.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ProbeFacts.Stored(List.of(), List.of()))));

    assertThat(html)
        .contains("checkout-http is unknown: it has no recent run")
        .contains("It has not run yet", "None is stored yet.", "None is kept.");
  }

  @ParameterizedTest
  @MethodSource
  void headlineFitsTheLastRun(
      ServiceState state, @Nullable FailureStreak streak, boolean cutOff, long ago, String says)
      throws IOException {
    var finished = NOON.minusSeconds(ago);
    var facts =
        new ProbeFacts(
            CHECKOUT,
            NOON.minusSeconds(6),
            state,
            Optional.ofNullable(streak),
            Optional.empty(),
            cutOff
                ? Optional.of(new UnknownRun(NOON, UnknownCause.SELF_CHECK, "refused"))
                : Optional.empty(),
            Optional.of(
                new ProbeFacts.Stored(
                    List.of(Probes.result("local", finished, SeenRuns.outOfOrder())), List.of())));

    assertThat(whole(facts)).contains(">checkout-http is " + says + "<");
  }

  static Stream<Arguments> headlineFitsTheLastRun() {
    var first = new FailureStreak(1, 3, false);
    var second = new FailureStreak(2, 3, true);
    return Stream.of(
        Arguments.of(
            ServiceState.UNKNOWN, first, false, 4, "unknown: no good run yet, failing 1 of 3"),
        Arguments.of(
            ServiceState.UNKNOWN, null, false, 4, "unknown: its last run is not evaluated yet"),
        Arguments.of(ServiceState.UNKNOWN, first, false, 3_600, "unknown: it has no recent run"),
        Arguments.of(
            ServiceState.UNKNOWN,
            null,
            true,
            3_600,
            "unknown: no self-check target answers, so its failed runs tell nothing"),
        Arguments.of(ServiceState.UP, second, false, 4, "up, failing: 2 of 3 in a row"),
        Arguments.of(
            ServiceState.UP, null, false, 4, "up by the last evaluation; a run has failed since"),
        Arguments.of(ServiceState.DOWN, null, false, 4, "down"));
  }

  @Test
  void databaseThatIsAwayIsSaid_andWhatIsInMemoryShown() throws IOException {
    var html =
        whole(
            new ProbeFacts(
                CHECKOUT,
                NOON,
                ServiceState.UP,
                Optional.empty(),
                EVERYTHING.latest(),
                Optional.empty(),
                Optional.empty()));

    assertThat(html)
        .contains("The database does not answer: stored runs are not shown.")
        .contains("checkout-http is up", "Latest run", "Not known.");
  }

  @Test
  void runWhoseEvidenceIsLostSaysSo() throws IOException {
    var lost = Probes.failures().getFirst().with(Optional.empty());

    assertThat(whole(with(lost)))
        .contains("What it saw was not kept: there was no room for it")
        .contains("status is 503, not 2xx");
  }

  @Test
  void whatATargetSendsIsNoMarkup() throws IOException {
    var evil = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>";
    var run =
        new ProbeRun(
            new ProbeOutcome.Failed(new Failure(Phase.TRANSFER, FailureReason.BODY, evil)),
            5,
            SeenRuns.outOfOrder().phases(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Set.of(),
            Optional.of(new Answer(List.of(Header.of("X-" + evil, evil)), evil)),
            List.of());
    var html = whole(with(Probes.result(evil, NOON, run)));

    assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;&lt;img");
    assertThat(html.split("<script", -1)).as("htmx and ours").hasSize(3);
    assertThat(html).doesNotContain("<img src=x");
  }

  @Test
  void nothingNeedsInlineStyleOrScript() throws IOException {
    assertThat(whole(EVERYTHING))
        .doesNotContainPattern("\\sstyle=")
        .doesNotContainPattern("\\son[a-z]+=")
        .doesNotContain("<style")
        .doesNotContainPattern("(src|href)=\"(?![/#])");
  }

  @Test
  void idsAreUnique_andLinksWithinThePageLeadSomewhere() throws IOException {
    var html = whole(EVERYTHING);
    var ids =
        Pattern.compile(" id=\"([^\"]*)\"").matcher(html).results().map(m -> m.group(1)).toList();
    var links =
        Pattern.compile(" href=\"#([^\"]*)\"")
            .matcher(html)
            .results()
            .map(m -> m.group(1))
            .toList();

    assertThat(ids).doesNotHaveDuplicates().contains("failure-eu-west-1795521565000");
    assertThat(links).hasSize(6);
    assertThat(ids).containsAll(links);
  }

  @Test
  void fragmentIsTheTitleAndWhatIsInsideThePage() throws IOException {
    var fragment = render(ProbePageView.fragment(page(EVERYTHING)));

    assertThat(fragment).startsWith("<title>checkout-http is degraded · Nines</title>");
    assertThat(whole(EVERYTHING)).contains(fragment.substring(fragment.indexOf("<header")));
  }

  @Test
  void numbersDoNotDependOnTheReadersLanguage() throws IOException {
    var view = ProbePageView.whole(page(EVERYTHING));

    assertThat(Arrays.asList(render(view, Locale.GERMAN), render(view, Locale.of("ar", "EG"))))
        .containsOnly(render(view));
  }

  @Test
  void probeThatIsNotDeclaredIsSaidToBeMissing() throws IOException {
    assertThat(render(new MissingProbeView("<b>nobody</b>")))
        .contains("<title>No such probe · Nines</title>")
        .contains("No probe named <strong>&lt;b&gt;nobody&lt;/b&gt;</strong> is declared.");
  }

  private static ProbeFacts with(ProbeResult failure) {
    return new ProbeFacts(
        CHECKOUT,
        NOON,
        ServiceState.DOWN,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new ProbeFacts.Stored(List.of(failure), List.of(failure))));
  }

  private static String whole(ProbeFacts facts) throws IOException {
    return render(ProbePageView.whole(page(facts)));
  }

  private static ProbePage page(ProbeFacts facts) {
    return ProbePage.of(facts, NOON, ZoneId.of("UTC"));
  }

  private static String render(View view) throws IOException {
    return render(view, Locale.ENGLISH);
  }

  private static String render(View view, Locale locale) throws IOException {
    var out = new ByteArrayOutputStream();
    PagesBundle.renderer().render(view, locale, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
