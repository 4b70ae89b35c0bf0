package dev.nines.engine.pages.slos;

import dev.nines.engine.dora.DeploymentRow;
import dev.nines.engine.pages.text.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;

/**
 * Deployments as lines on a history.
 *
 * @param marks the newest ones, newest first
 * @param says how many there are, in words; empty where there are none
 */
public record DeploymentMarks(List<Mark> marks, String says) {
  /** None. */
  static final DeploymentMarks NONE = new DeploymentMarks(List.of(), "");

  /** More would hide the line. */
  private static final int MOST = 100;

  /** Copies the list. */
  public DeploymentMarks {
    marks = List.copyOf(marks);
  }

  /**
   * A deployment.
   *
   * @param x where, as SVG writes it
   * @param title what and when
   */
  public record Mark(String x, String title) {}

  static DeploymentMarks of(
      List<DeploymentRow> deployments, Instant from, Instant to, ZonedDateTime now) {
    if (deployments.isEmpty() || !from.isBefore(to)) {
      return NONE;
    }
    var length = Duration.between(from, to).toMillis();
    var marks =
        deployments.stream()
            .limit(MOST)
            .map(row -> {
              var deployment = row.deployment();
              var at = Duration.between(from, deployment.finishedAt()).toMillis();
              return new Mark(
                  String.format(Locale.ROOT, "%.1f", (double) HistoryLine.WIDTH * at / length),
                  (deployment.rollback() ? "rollback to " : "")
                      + deployment.version()
                      + " at "
                      + Moment.of(deployment.finishedAt(), now).text());
            })
            .toList();
    var all = deployments.size() == 1 ? "1 deployment" : deployments.size() + " deployments";
    return new DeploymentMarks(
        marks, deployments.size() > MOST ? all + ", of which the newest 100 are marked" : all);
  }
}
