package dev.nines.engine.deployments;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody or something says of the cause of an incident.
 *
 * @param incident the incident's number
 * @param deployment the deployment that caused it; empty where none did
 * @param evidence how that is known
 * @param actor who says so
 * @param reason why
 * @param at when
 */
public record Cause(
    long incident,
    Optional<Long> deployment,
    Evidence evidence,
    String actor,
    String reason,
    Instant at) {

  /** How the cause of an incident is known. */
  public enum Evidence {
    /** A person says so, on a page. */
    PERSON,
    /** Somebody says so by the API, or in what is told of the deployment. */
    API,
    /** It was rolled back while the incident was open. */
    ROLLBACK,
    /** An event of the incident names what it brought. */
    ARTIFACT;

    /** {@return the name in the store and the API, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
