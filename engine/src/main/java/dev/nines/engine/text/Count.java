package dev.nines.engine.text;

/** Says how many there are of something. */
public final class Count {
  private Count() {}

  /**
   * Says how many there are.
   *
   * @param number how many
   * @param noun of what, in the singular of a word that takes an s
   * @return such as {@code 1 probe} or {@code 2 probes}
   */
  public static String of(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
