package dev.nines.engine.telemetry;

/** What OTLP is carried by here: HTTP alone, since the JDK's own client sends it. */
public final class OtlpProtocol {
  /** The one that is spoken. */
  public static final String SPOKEN = "http/protobuf";

  private OtlpProtocol() {}

  /**
   * Says why another is refused.
   *
   * @param other as it was written
   * @return a clause that says what to do
   */
  public static String refusal(String other) {
    return "OTLP is sent by %s alone, not by %s: set %s, and the collector's HTTP port (often 4318)"
        .formatted(SPOKEN, other, SPOKEN);
  }
}
