package dev.nines.probe.cel;

/** A body is not JSON, or an expression has no answer for it. */
public final class CelFault extends Exception {
  CelFault(String detail) {
    super(detail, null, false, false);
  }

  /** {@return one sentence for a person} */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
