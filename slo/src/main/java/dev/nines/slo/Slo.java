package dev.nines.slo;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a team promises of a service, with every reference resolved.
 *
 * @param name unique among SLOs
 * @param displayName for people
 * @param service the service it is promised of
 * @param window over which each budget is counted
 * @param terms at least one, each objective with a name of its own
 * @param composite whether the terms make up one whole, each with an SLI of its own
 * @param settings what Nines adds to OpenSLO
 */
public record Slo(
    String name,
    String displayName,
    String service,
    BudgetWindow window,
    List<Term> terms,
    boolean composite,
    Settings settings) {
  /**
   * Checks the terms and copies them.
   *
   * @throws IllegalArgumentException if there are none or two have the same name
   */
  public Slo {
    terms = List.copyOf(terms);
    if (terms.isEmpty()) {
      throw new IllegalArgumentException("objectives not at least one: " + name);
    }
    if (terms.stream().map(term -> term.objective().name()).distinct().count() < terms.size()) {
      throw new IllegalArgumentException("objectives not of distinct names: " + terms);
    }
  }

  /**
   * An SLO whose objectives judge one SLI, each with the weight 1, as Nines' defaults have it.
   *
   * @param name unique among SLOs
   * @param displayName for people
   * @param service the service it is promised of
   * @param sli what is counted
   * @param window over which each budget is counted
   * @param objectives at least one, each with a name of its own
   */
  public Slo(
      String name,
      String displayName,
      String service,
      Sli sli,
      BudgetWindow window,
      List<Objective> objectives) {
    this(
        name,
        displayName,
        service,
        window,
        objectives.stream().map(objective -> new Term(objective, sli)).toList(),
        false,
        Settings.DEFAULT);
  }

  /** {@return its objectives, in the order of declaration} */
  public List<Objective> objectives() {
    return terms.stream().map(Term::objective).toList();
  }

  /**
   * An objective and what it is measured by.
   *
   * @param objective how good is good enough
   * @param sli what is counted; the same for all terms unless the SLO is composite
   * @param weight how much of the composite it makes up, above 0; 1 unless declared
   */
  public record Term(Objective objective, Sli sli, BigDecimal weight) {
    /**
     * Checks the weight.
     *
     * @throws IllegalArgumentException if it is not above 0
     */
    public Term {
      if (weight.signum() <= 0) {
        throw new IllegalArgumentException("weight not above 0: " + weight);
      }
    }

    /**
     * A term of weight 1.
     *
     * @param objective how good is good enough
     * @param sli what is counted
     */
    public Term(Objective objective, Sli sli) {
      this(objective, sli, BigDecimal.ONE);
    }
  }

  /**
   * What Nines adds to OpenSLO, by annotations.
   *
   * @param maintenance whether time of declared maintenance counts
   * @param minimumEvents fewer events than this in a window are too few to judge it, at least 0
   * @param burnAlerts whether the default burn-rate alerts apply
   */
  public record Settings(Maintenance maintenance, long minimumEvents, BurnAlerts burnAlerts) {
    /** What applies where no annotation says otherwise. */
    public static final Settings DEFAULT = new Settings(Maintenance.EXCLUDE, 0, BurnAlerts.DEFAULT);

    /**
     * Checks the minimum.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Settings {
      if (minimumEvents < 0) {
        throw new IllegalArgumentException("minimum events not at least 0: " + minimumEvents);
      }
    }
  }

  /** Whether time of declared maintenance counts. */
  public enum Maintenance {
    /** Events in it are left out. */
    EXCLUDE,
    /** Events in it count as any other. */
    COUNT
  }

  /** Whether the default burn-rate alerts apply. */
  public enum BurnAlerts {
    /** They do. */
    DEFAULT,
    /** Only declared alert policies do. */
    NONE
  }
}
