package dev.nines.engine.pages;

import static dev.nines.engine.pages.Snapshots.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.datasource.MetricStatus;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.evaluation.ServiceState;
import dev.nines.engine.evaluation.ServiceStatus;
import dev.nines.engine.evaluation.Snapshot;
import dev.nines.engine.incidents.Suppressed;
import dev.nines.engine.notifications.NotificationTable.Owed;
import dev.nines.slo.Sli;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OverviewViewTest {
  @Test
  void everythingIsPrinted() throws IOException {
    var html = whole(Snapshots.everything());

    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("<title>1 of 5 services down · Nines</title>")
        .contains("24 Nov 2026 12:00:00 UTC")
        .contains("1 of 5 services down: Checkout; 1 degraded: Search; 1 unknown: Invoices;")
        .contains("Incident #12")
        .contains("99.999961 %")
        .contains("overspent", "14.4×", "critical firing", "n = 6, median 3 min 30 s")
        .contains("success and total &lt; 300ms")
        .containsPattern("maintenance</span><span class=\"fine\">until <time[^>]*>13:00:00</time>");
    for (var state : ServiceState.values()) {
      assertThat(html).contains("<span class=\"state " + state.label() + "\">");
    }
  }

  @Test
  void whatIsSuppressedSaysWhy() throws IOException {
    var shop = Snapshots.service("shop", ServiceState.DOWN);
    var why = "depends on probe edge-tcp, down since 2026-11-24T11:58:45Z";
    var held =
        new ServiceStatus(
            shop.service(),
            shop.state(),
            shop.maintenanceUntil(),
            shop.incident(),
            shop.figures(),
            shop.probes(),
            List.of(
                new Suppressed("shop", "a is down", why, Optional.empty()),
                new Suppressed("shop", "b is down", why, Optional.empty())));

    assertThat(whole(Snapshots.of(held)).split("suppressed: " + why, -1)).hasSize(2);
    assertThat(whole(Snapshots.of(shop))).doesNotContain("suppressed");
  }

  @Test
  void nothingIsPrintedToo() throws IOException {
    assertThat(whole(Snapshot.NONE))
        .contains("Starting: no evaluation yet")
        .contains("None in the last 30 days.");
  }

  @Test
  void engineThatIsCutOffSaysSoAboveTheVerdict_andOnlyThen() throws IOException {
    var since = NOON.minusSeconds(75);

    var html =
        render(OverviewView.whole(page(Snapshots.everything(), Optional.of(since)), List.of()))
            .replaceAll("<[^>]*>", "");

    assertThat(html.substring(0, html.indexOf("1 of 5 services down: Checkout")))
        .contains(
            "This Nines has reached none of its self-check targets since 11:58:45: runs that fail"
                + " meanwhile are unknown, neither up nor down.");
    assertThat(whole(Snapshots.everything())).doesNotContain("self-check");
  }

  @Test
  void namesAreNotMarkup() throws IOException {
    var html = whole(Snapshots.of(Snapshots.service("<script>\"'&", ServiceState.DOWN)));

    assertThat(html).contains("&lt;script&gt;&quot;&#39;&amp;");
    assertThat(html.split("<script", -1)).as("htmx and ours").hasSize(3);
  }

  @Test
  void nothingNeedsInlineStyleOrScript() throws IOException {
    assertThat(whole(Snapshots.everything()))
        .doesNotContainPattern("\\sstyle=")
        .doesNotContainPattern("\\son[a-z]+=")
        .doesNotContain("<style")
        .doesNotContainPattern("(src|href)=\"(?!/)");
  }

  @Test
  void idsAreUnique() throws IOException {
    var ids =
        Pattern.compile(" id=\"([^\"]*)\"")
            .matcher(whole(Snapshots.everything()))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(ids).doesNotHaveDuplicates().contains("objective-checkout-available-0");
  }

  @Test
  void fragmentIsTheTitleAndWhatIsInsideThePage() throws IOException {
    var fragment = render(OverviewView.fragment(page(Snapshots.everything()), List.of()));

    assertThat(fragment).startsWith("<title>1 of 5 services down · Nines</title>");
    assertThat(whole(Snapshots.everything()))
        .contains(fragment.substring(fragment.indexOf("<header")));
  }

  @Test
  void numbersDoNotDependOnTheReadersLanguage() throws IOException {
    var view = OverviewView.whole(page(Snapshots.everything()), List.of());

    assertThat(Arrays.asList(render(view, Locale.GERMAN), render(view, Locale.of("ar", "EG"))))
        .containsOnly(render(view));
  }

  @Test
  void sourceThatIsNotReadIsSaid_inPlaceOfNoRuns() throws IOException {
    var query = new Sli.Query("main", "avg(up)");
    var status =
        new MetricStatus(
            Optional.empty(),
            Optional.of(NOON.minus(Duration.ofMinutes(63))),
            Optional.empty(),
            Optional.of("http://prom:9090: connection refused"));
    var page =
        OverviewPage.of(
            Snapshots.measuredBy(new Sli.Metric(new Sli.Question.Raw(query, true))),
            new EngineTrouble(Optional.empty(), List.of(), List.of(), _ -> Optional.of(status)),
            NOON,
            ZoneId.of("UTC"),
            "local");

    assertThat(render(OverviewView.whole(page, List.of())))
        .contains(
            "Prometheus main has not been read since 10:57:00: http://prom:9090: connection"
                + " refused",
            "no data in the window");
    assertThat(page.objectives().getFirst().source().orElseThrow().queries())
        .containsExactly("avg(up)");
  }

  @Test
  void editThatWasRefusedIsSaid_withoutWhatWasWritten() throws IOException {
    var faults =
        List.of(
            new Fault("shop.yml", 4, 11, "spec.target", "expected a URL, got \"ftp://me:pw@x\""),
            new Fault("shop.yml", 9, 1, "spec.service", "required"));
    var page =
        OverviewPage.of(
            Snapshots.everything(),
            new EngineTrouble(Optional.empty(), faults),
            NOON,
            ZoneId.of("UTC"),
            "local");

    assertThat(render(OverviewView.whole(page, List.of())))
        .contains(
            "The newest edit of the declarations is not in force, since it has 2 faults: the last"
                + " good set stays. The first is: shop.yml:4:11: spec.target: expected a URL.")
        .doesNotContain("me:pw");
    assertThat(whole(Snapshots.everything())).doesNotContain("not in force");
  }

  @Test
  void notificationsThatWereGivenUpAreCounted_andOnlyThen() throws IOException {
    var waiting = new Owed("chat", 4, 0, Duration.ofMinutes(1));
    var one = new Owed("pager", 0, 1, Duration.ZERO);
    var two = new Owed("mail", 0, 2, Duration.ZERO);

    assertThat(givenUp(waiting, one))
        .contains(
            "1 notification was given up (pager): <a href=\"/notifications\">see the"
                + " notifications</a>.");
    assertThat(givenUp(two, one)).contains("3 notifications were given up (mail, pager): <a");
    assertThat(givenUp(waiting)).doesNotContain("given up");
  }

  private static String givenUp(Owed... owed) throws IOException {
    var trouble =
        new EngineTrouble(Optional.empty(), List.of(), List.of(owed), _ -> Optional.empty());
    var page = OverviewPage.of(Snapshots.everything(), trouble, NOON, ZoneId.of("UTC"), "local");
    return render(OverviewView.whole(page, List.of()));
  }

  private static String whole(Snapshot snapshot) throws IOException {
    return render(OverviewView.whole(page(snapshot), List.of()));
  }

  private static OverviewPage page(Snapshot snapshot) {
    return page(snapshot, Optional.empty());
  }

  private static OverviewPage page(Snapshot snapshot, Optional<Instant> cutOff) {
    return OverviewPage.of(
        snapshot, new EngineTrouble(cutOff, List.of()), NOON, ZoneId.of("UTC"), "local");
  }

  private static String render(OverviewView view) throws IOException {
    return render(view, Locale.ENGLISH);
  }

  private static String render(OverviewView view, Locale locale) throws IOException {
    var out = new ByteArrayOutputStream();
    PagesBundle.renderer().render(view, locale, out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
