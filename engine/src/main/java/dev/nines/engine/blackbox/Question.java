package dev.nines.engine.blackbox;

import dev.nines.probe.ProbeModule;
import java.time.Duration;
import java.util.Optional;

/** What one request for a probe asks. */
sealed interface Question permits TargetQuestion, ProbeQuestion {
  /** The deadline of a run that has no time left: it fails by it, as it should. */
  Duration AT_ONCE = Duration.ofNanos(1);

  /** {@return the name of what is asked, for people} */
  String name();

  /** {@return what is asked} */
  ProbeModule module();

  /** {@return the deadline, zero where no time is left} */
  Duration timeout();

  /** {@return what the module or the probe says of its deadline} */
  Optional<Duration> ownTimeout();

  /** {@return the target for people: of one that cannot be read, what can be no secret} */
  String displayTarget();

  /** {@return the deadline of the run, which is above zero} */
  default Duration deadline() {
    return timeout().isPositive() ? timeout() : AT_ONCE;
  }
}
