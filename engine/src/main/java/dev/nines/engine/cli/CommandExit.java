package dev.nines.engine.cli;

/** Ends a command with an exit code other than 0. */
public final class CommandExit extends RuntimeException {
  private final Code code;
  private final String explanation;

  /** What an exit code means; the same for every command. */
  public enum Code {
    /** The answer is no. */
    NO(1),
    /** Wrong usage or input. */
    WRONG_USAGE(2),
    /** It cannot be said. */
    CANNOT_SAY(3);

    private final int number;

    Code(int number) {
      this.number = number;
    }

    /** {@return the number for the shell} */
    public int number() {
      return number;
    }
  }

  /**
   * An end.
   *
   * @param code what the shell is told
   * @param explanation what the user is told; empty where the command has done so
   */
  public CommandExit(Code code, String explanation) {
    super(explanation, null, false, false);
    this.code = code;
    this.explanation = explanation;
  }

  /** {@return what the user is told; empty where the command has done so} */
  public String explanation() {
    return explanation;
  }

  /** {@return what the shell is told} */
  public Code code() {
    return code;
  }
}
