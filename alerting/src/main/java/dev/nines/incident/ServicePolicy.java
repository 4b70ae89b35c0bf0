package dev.nines.incident;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a service's incidents close, and where its users are; the {@code ServicePolicy} declaration.
 *
 * @param holdTime how long every signal must have been clear before an incident is resolved
 * @param flapWindow how long after resolving a relapse reopens the same incident
 * @param runbook where to read what to do
 * @param owner who looks after the service
 * @param externalAlerts what other people's alerts mean to it
 * @param environments what its production environments are called: deployments to others bring
 *     nothing to users
 */
public record ServicePolicy(
    Duration holdTime,
    Duration flapWindow,
    Optional<String> runbook,
    Optional<String> owner,
    ExternalAlerts externalAlerts,
    Set<String> environments) {
  /** What production is called where nothing is declared. */
  public static final Set<String> PRODUCTION = Set.of("production", "prod");

  /** Two minutes of hold, ten of flap window. */
  public static final ServicePolicy DEFAULT =
      new ServicePolicy(
          Duration.ofMinutes(2), Duration.ofMinutes(10), Optional.empty(), Optional.empty());

  /**
   * A policy of a service to which other people's alerts are no downtime.
   *
   * @param holdTime how long every signal must have been clear
   * @param flapWindow how long after resolving a relapse reopens the same incident
   * @param runbook where to read what to do
   * @param owner who looks after the service
   */
  public ServicePolicy(
      Duration holdTime, Duration flapWindow, Optional<String> runbook, Optional<String> owner) {
    this(holdTime, flapWindow, runbook, owner, ExternalAlerts.DEFAULT, PRODUCTION);
  }

  /** Copies the names. */
  public ServicePolicy {
    environments = Set.copyOf(environments);
  }

  /**
   * Tells whether a deployment to an environment reaches users.
   *
   * @param environment what who deploys calls it, in capital or small letters
   * @return whether it is one of the service's production environments
   */
  public boolean isProduction(String environment) {
    return environments.stream().anyMatch(environment::equalsIgnoreCase);
  }

  /**
   * What other people's alerts mean to a service.
   *
   * @param downtime whether the service counts as down while one of them fires
   * @param match labels by which an alert without the label {@code service} is the service's; empty
   *     for none
   * @param endAfter how long an alert that fires may go untold: Alertmanager tells of it at every
   *     {@code repeat_interval}, and one that it tells of no more is over
   */
  public record ExternalAlerts(boolean downtime, Map<String, String> match, Duration endAfter) {
    /**
     * How long where nothing is declared: whatever the {@code repeat_interval}, Alertmanager tells
     * again after five days, when it has forgotten that it told.
     */
    public static final Duration SIX_DAYS = Duration.ofDays(6);

    /** No downtime, and none but those that name the service. */
    public static final ExternalAlerts DEFAULT = new ExternalAlerts(false, Map.of());

    /**
     * Alerts that end after six days in which nobody has told of them.
     *
     * @param downtime whether the service counts as down while one of them fires
     * @param match labels by which an alert without the label {@code service} is the service's
     */
    public ExternalAlerts(boolean downtime, Map<String, String> match) {
      this(downtime, match, SIX_DAYS);
    }

    /** Copies the labels. */
    public ExternalAlerts {
      match = Map.copyOf(match);
    }
  }
}
