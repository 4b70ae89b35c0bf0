package dev.nines.probe.net;

import dev.nines.probe.FailureReason;
import java.io.IOException;

/** Ends a run whose reason for failing is known already where it happens. */
public final class ProbeFault extends IOException {
  private final FailureReason reason;

  /**
   * A fault that needs no further classification.
   *
   * @param reason the closed reason
   * @param detail one sentence for a person, without secrets
   */
  public ProbeFault(FailureReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** {@return the closed reason} */
  public FailureReason reason() {
    return reason;
  }

  /** {@return one sentence for a person} */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** The fault is a value on its way out: where it was made tells nothing and costs time. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }
}
