package dev.nines.engine.hooks.deployments;

import dev.nines.engine.deployments.DeploymentReport;
import dev.nines.engine.deployments.DeploymentReport.Identity;
import java.time.Instant;
import java.util.Optional;

/** What a delivery says, once it is proven to come from whom it says. */
sealed interface Delivery {
  /**
   * A deployment is over.
   *
   * @param report the deployment
   * @param note what whoever reads the answer should know; may be empty
   */
  record Deployed(DeploymentReport report, String note) implements Delivery {}

  /**
   * A deployment has begun.
   *
   * @param identity names it
   * @param at when
   */
  record Begun(Identity identity, Instant at) implements Delivery {}

  /**
   * An incident is about something that was deployed.
   *
   * @param service whose incident it is; empty where that is not said
   * @param artifact what was deployed
   * @param at when
   */
  record Blamed(Optional<String> service, String artifact, Instant at) implements Delivery {}

  /**
   * It says nothing that is kept, which is no fault.
   *
   * @param why what it is about
   */
  record PassedOver(String why) implements Delivery {}
}
