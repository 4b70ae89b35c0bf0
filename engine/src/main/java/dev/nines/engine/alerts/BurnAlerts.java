package dev.nines.engine.alerts;

import static java.util.stream.Collectors.groupingBy;

import dev.nines.alerting.AlertPolicy;
import dev.nines.alerting.AlertState;
import dev.nines.alerting.ObjectiveAlerts;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.alerts.BurnAlertTable.RuleKey;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.sli.SliBook;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Slo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Folds every SLO's windows into burn-rate alerts, and keeps them over restarts. */
public final class BurnAlerts {
  private static final String REMOVED = "removed by declaration";

  /** Whatever its alerts read: so that one query or panel is right for every SLO. */
  private static final List<Duration> TOLD_OF_ALL =
      List.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(3));

  /** Over which uptime is shown at most: a month of 31 days in which clocks are set back. */
  public static final Duration UPTIME = Duration.ofDays(32);

  private final SliBook book;
  private volatile AlertPlan plan = new AlertPlan(Catalog.EMPTY);

  /**
   * Reads a book.
   *
   * @param book the windows
   */
  public BurnAlerts(SliBook book) {
    this.book = book;
  }

  /**
   * The windows that must be kept of an SLO.
   *
   * @param slo the SLO
   * @param policies its declared alert policies
   * @return its budget window, those of its alerts, and of 5 minutes, 1 hour, 6 hours and 3 days
   *     those that are not longer than the budget's
   */
  public static Set<BudgetWindow> windowsOf(Slo slo, List<AlertPolicy> policies) {
    var windows = new HashSet<BudgetWindow>();
    for (var term : slo.terms()) {
      ObjectiveAlerts.of(slo, term, policies)
          .windows()
          .forEach(length -> windows.add(new BudgetWindow.Rolling(length)));
    }
    TOLD_OF_ALL.stream()
        .filter(length -> length.compareTo(slo.window().nominal()) <= 0)
        .forEach(length -> windows.add(new BudgetWindow.Rolling(length)));
    windows.add(slo.window());
    return windows;
  }

  /**
   * How far back anything of a catalog reaches, so that minutes and what is said of them are kept
   * as long.
   *
   * @param catalog what is declared
   * @return the longest window of all SLOs and their alerts, with the slice that it begins in; at
   *     least 32 days: over a calendar month uptime is shown
   */
  public static Duration longestWindow(Catalog catalog) {
    var longest = UPTIME;
    for (var slo : catalog.slos()) {
      var windows = windowsOf(slo, catalog.alertPoliciesOf(slo.name()));
      for (var term : slo.terms()) {
        for (var window : windows) {
          var reach = window.reach(term.objective().method());
          longest = reach.compareTo(longest) > 0 ? reach : longest;
        }
      }
    }
    return longest;
  }

  /**
   * The alerts and windows of everything that is declared.
   *
   * @param catalog what is declared
   * @return the same plan for as long as the catalog stays
   */
  public AlertPlan plan(Catalog catalog) {
    var known = plan;
    if (!known.isOf(catalog)) {
      known = new AlertPlan(catalog);
      plan = known;
    }
    return known;
  }

  /**
   * What changed in one evaluation.
   *
   * @param fired alerts that fired just now
   * @param cleared alerts that cleared just now
   */
  public record Changes(List<BurnAlertRow> fired, List<BurnAlertRow> cleared) {
    /** Copies the lists. */
    public Changes {
      fired = List.copyOf(fired);
      cleared = List.copyOf(cleared);
    }
  }

  /** Which objective of which SLO. */
  private record Place(String slo, String objective) {}

  /**
   * Evaluates all alerts, and keeps what changed.
   *
   * @param handle the transaction
   * @param catalog what is declared; alerts of other SLOs and policies are cleared
   * @param now the present
   * @return what changed
   */
  public Changes evaluate(Handle handle, Catalog catalog, Instant now) {
    var states = BurnAlertTable.firingRules(handle);
    var statesOf = byPlace(states);
    var open = BurnAlertTable.firing(handle);
    var openOf = open.stream().collect(groupingBy(BurnAlerts::place));
    var planned = plan(catalog);
    var after = new HashMap<RuleKey, AlertState>();
    var active = new HashMap<Place, List<ObjectiveAlerts.Active>>();
    var fired = new ArrayList<BurnAlertRow>();
    for (var slo : catalog.slos()) {
      for (var term : slo.terms()) {
        var place = new Place(slo.name(), term.objective().name());
        var outcome =
            planned
                .alerts(slo, term.objective())
                .next(
                    statesOf.getOrDefault(place, Map.of()),
                    length ->
                        book.read(slo.name(), place.objective(), new BudgetWindow.Rolling(length)),
                    now);
        outcome
            .states()
            .forEach((rule, state) ->
                after.put(new RuleKey(slo.name(), place.objective(), rule), state));
        active.put(place, outcome.active());
        outcome.active().stream()
            .filter(alert ->
                openOf.getOrDefault(place, List.of()).stream()
                    .noneMatch(row -> row.key().equals(alert.key())))
            .map(alert -> row(slo, place, alert, now))
            .forEach(row -> BurnAlertTable.fire(handle, row).ifPresent(fired::add));
      }
    }
    store(handle, states, after);
    var cleared =
        open.stream()
            .filter(row ->
                active.getOrDefault(place(row), List.of()).stream()
                    .noneMatch(alert -> alert.key().equals(row.key())))
            .flatMap(
                row -> BurnAlertTable.clear(handle, row.id(), now, ending(row, catalog)).stream())
            .toList();
    return new Changes(fired, cleared);
  }

  private static Map<Place, Map<String, AlertState>> byPlace(Map<RuleKey, AlertState> states) {
    var byPlace = new HashMap<Place, Map<String, AlertState>>();
    states.forEach((key, state) ->
        byPlace
            .computeIfAbsent(new Place(key.slo(), key.objective()), _ -> new HashMap<>())
            .put(key.rule(), state));
    return byPlace;
  }

  private static Place place(BurnAlertRow row) {
    return new Place(row.slo(), row.objective());
  }

  private static void store(
      Handle handle, Map<RuleKey, AlertState> before, Map<RuleKey, AlertState> after) {
    before.keySet().stream()
        .filter(key -> !after.containsKey(key))
        .forEach(key -> BurnAlertTable.store(handle, key, new AlertState.Quiet()));
    after.forEach((key, state) -> {
      if (!state.equals(before.get(key))) {
        BurnAlertTable.store(handle, key, state);
      }
    });
  }

  private static String ending(BurnAlertRow row, Catalog catalog) {
    var key = row.key();
    if (!canBe(row, catalog)) {
      return REMOVED;
    }
    if (key.noData()) {
      return "there is data again";
    }
    return key.policy().isEmpty() ? "burns slowly again" : "its condition is met no longer";
  }

  /** Whether the present rules and policies still make such an alert. */
  private static boolean canBe(BurnAlertRow row, Catalog catalog) {
    return catalog.slos().stream()
        .filter(slo -> slo.name().equals(row.slo()))
        .flatMap(slo ->
            slo.terms().stream()
                .filter(term -> term.objective().name().equals(row.objective()))
                .map(term -> ObjectiveAlerts.of(slo, term, catalog.alertPoliciesOf(slo.name()))))
        .anyMatch(alerts -> alerts.keys().contains(row.key()));
  }

  private BurnAlertRow row(Slo slo, Place place, ObjectiveAlerts.Active alert, Instant now) {
    return new BurnAlertRow(
        0,
        slo.service(),
        slo.name(),
        place.objective(),
        alert.key(),
        alert.text(),
        book.firstBadMinute(slo.name(), place.objective(), alert.window(), now),
        now,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
