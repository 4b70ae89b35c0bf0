package dev.nines.engine;

/** Starts Nines. */
public final class NinesApplication {
  private NinesApplication() {}

  /**
   * The entry point.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    System.out.println("nines " + String.join(" ", args));
  }
}
