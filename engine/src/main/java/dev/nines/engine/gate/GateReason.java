package dev.nines.engine.gate;

import dev.nines.slo.Derivation;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that speaks for or against a deployment, or that people should know of.
 *
 * @param kind what it is about
 * @param effect what follows of it
 * @param key names it for as long as it lasts, such as {@code incident:12}, without blanks
 * @param text one clause for people
 * @param since when it began, of an incident, a burn and a freeze
 * @param derivation how its number comes about, where it has one
 */
public record GateReason(
    Kind kind,
    Effect effect,
    String key,
    String text,
    Optional<Instant> since,
    Optional<Derivation> derivation) {
  /** What a reason is about. */
  public enum Kind {
    /** An incident that is not resolved. */
    INCIDENT,
    /** A probe is down, or what others say counts as downtime. */
    DOWN,
    /** A burn-rate alert fires. */
    BURN,
    /** What is spent of an error budget, and its policy. */
    BUDGET,
    /** A freeze is on. */
    FREEZE,
    /** A probe fails, too few times to be down. */
    FAILING,
    /** Maintenance is under way. */
    MAINTENANCE,
    /** How the service is, is not known. */
    STATE;

    /** {@return the name in the API, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What follows of a reason. */
  public enum Effect {
    /** It holds deployments. */
    HOLD,
    /** With it, it cannot be said. */
    UNKNOWN,
    /** Nothing: it is told. */
    NOTE;

    /** {@return the name in the API, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
