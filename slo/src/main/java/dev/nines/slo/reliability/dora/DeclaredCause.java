package dev.nines.slo.reliability.dora;

import java.util.Locale;

/** Which deployment caused an incident, as somebody or something has said? */
public sealed interface DeclaredCause {
  /** Nobody has said anything, so that it may be inferred. */
  record Untold() implements DeclaredCause {}

  /**
   * No deployment did, and none is to be inferred.
   *
   * @param evidence how that is known
   */
  record NoDeployment(Evidence evidence) implements DeclaredCause {}

  /**
   * A deployment did.
   *
   * @param deployment its number
   * @param evidence how that is known
   */
  record OfDeployment(long deployment, Evidence evidence) implements DeclaredCause {}

  /** How a cause is known. */
  enum Evidence {
    /** Somebody said so on the incident's page. */
    PERSON,
    /** A program said so, maybe when it told of the deployment. */
    API,
    /** The deployment was taken back while the incident lasted. */
    ROLLBACK,
    /** An incident event named the artifact that was deployed. */
    ARTIFACT;

    /** {@return the name in the store, API and pages, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
