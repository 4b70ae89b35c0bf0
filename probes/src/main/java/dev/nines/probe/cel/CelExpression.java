package dev.nines.probe.cel;

/**
 * A compiled CEL expression over a JSON body, which it knows as {@code body}.
 *
 * @param text as it was written
 */
public record CelExpression(String text) {
  /**
   * Compiles an expression.
   *
   * @param text CEL that gives true or false
   * @return the expression
   * @throws IllegalArgumentException whose message says where it is wrong
   */
  public static CelExpression compile(String text) {
    return new CelExpression(text);
  }
}
