package dev.nines.probe;

import java.time.Duration;

/** What one probe asks of its target. */
public sealed interface ProbeSpec permits HttpSpec, HttpStepsSpec, TcpSpec {
  /** {@return the deadline of the whole run, above zero} */
  Duration timeout();

  /** {@return the target for people and labels, without user information and query} */
  String displayTarget();
}
