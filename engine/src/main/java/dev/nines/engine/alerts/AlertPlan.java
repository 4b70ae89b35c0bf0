package dev.nines.engine.alerts;

import dev.nines.alerting.ObjectiveAlerts;
import dev.nines.engine.catalog.Catalog;
import dev.nines.slo.BudgetWindow;
import dev.nines.slo.Objective;
import dev.nines.slo.Slo;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Which alerts has every objective of a catalog, and which windows are read for them? Made once for
 * a catalog, since a tick asks it of thousands of SLOs. Immutable.
 */
public final class AlertPlan {
  private final Catalog catalog;
  private final Map<String, OfSlo> slos = new HashMap<>();

  private record OfSlo(
      SequencedMap<Objective, ObjectiveAlerts> objectives, List<BudgetWindow> windows) {}

  AlertPlan(Catalog catalog) {
    this.catalog = catalog;
    for (var slo : catalog.slos()) {
      var policies = catalog.alertPoliciesOf(slo.name());
      var objectives = new LinkedHashMap<Objective, ObjectiveAlerts>();
      for (var term : slo.terms()) {
        objectives.put(term.objective(), ObjectiveAlerts.of(slo, term, policies));
      }
      var windows =
          BurnAlerts.windowsOf(slo, policies).stream()
              .sorted(Comparator.comparing(BudgetWindow::nominal))
              .toList();
      slos.put(slo.name(), new OfSlo(objectives, windows));
    }
  }

  /** Whether it was made for this very catalog: to compare thousands of SLOs is what it saves. */
  @SuppressWarnings("ReferenceEquality")
  boolean isOf(Catalog other) {
    return catalog == other;
  }

  ObjectiveAlerts alerts(Slo slo, Objective objective) {
    return Objects.requireNonNull(of(slo).objectives().get(objective), "objective");
  }

  /**
   * The windows that are kept of an SLO.
   *
   * @param slo an SLO of the catalog
   * @return its budget window and those of its alerts, shortest first
   */
  public List<BudgetWindow> windows(Slo slo) {
    return of(slo).windows();
  }

  private OfSlo of(Slo slo) {
    return Objects.requireNonNull(slos.get(slo.name()), "slo");
  }
}
