package dev.nines.engine.hooks.deployments;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.nines.engine.deployments.StoredDeployment;
import java.util.Optional;

/**
 * What a hook answers; those who send keep it for people to read.
 *
 * @param outcome {@code added}, {@code changed}, {@code known}, {@code begun}, {@code cause},
 *     {@code awaited} or {@code passed over}
 * @param deployment the number of the deployment; absent where it is about none
 * @param incident the number of the incident whose cause was named; absent where none was
 * @param note one sentence, where there is something to know
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HookAnswer(
    String outcome, Optional<Long> deployment, Optional<Long> incident, String note) {
  static HookAnswer of(String outcome, StoredDeployment deployment, String note) {
    return new HookAnswer(outcome, Optional.of(deployment.id()), Optional.empty(), note);
  }

  static HookAnswer cause(long incident) {
    return new HookAnswer("cause", Optional.empty(), Optional.of(incident), "");
  }

  static HookAnswer begun() {
    return new HookAnswer(
        "begun", Optional.empty(), Optional.empty(), "it is counted once it is over");
  }

  static HookAnswer awaited(String why) {
    return new HookAnswer("awaited", Optional.empty(), Optional.empty(), why);
  }

  static HookAnswer passedOver(String why) {
    return new HookAnswer("passed over", Optional.empty(), Optional.empty(), why);
  }
}
