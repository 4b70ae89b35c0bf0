package dev.nines.engine.rules;

/** Which share of events is bad, in PromQL? */
sealed interface ErrorRatio {
  /** {@return the share over a window, as Prometheus writes it} */
  String over(String window);

  /** Two counts or rates. Only these can be added up, so that each event weighs the same. */
  sealed interface Events extends ErrorRatio {
    /** {@return how many events there are, or how many a second} */
    WindowedQuery total();

    /** {@return how many of them are bad, over a window} */
    String errorsOver(String window);
  }

  /**
   * Bad events of all.
   *
   * @param bad how many are bad
   * @param total how many there are
   */
  record BadOfTotal(WindowedQuery bad, WindowedQuery total) implements Events {
    @Override
    public String over(String window) {
      return "(%s)\n/\n(%s)".formatted(bad.over(window), total.over(window));
    }

    @Override
    public String errorsOver(String window) {
      return bad.over(window);
    }
  }

  /**
   * Good events of all.
   *
   * @param good how many are good
   * @param total how many there are
   */
  record GoodOfTotal(WindowedQuery good, WindowedQuery total) implements Events {
    @Override
    public String over(String window) {
      return "1 - (\n  (%s)\n  /\n  (%s)\n)".formatted(good.over(window), total.over(window));
    }

    @Override
    public String errorsOver(String window) {
      return "(%s)\n-\n(%s)".formatted(total.over(window), good.over(window));
    }
  }

  /**
   * A share that is computed already.
   *
   * @param ratio the share of bad events, 0 to 1
   */
  record Raw(WindowedQuery ratio) implements ErrorRatio {
    @Override
    public String over(String window) {
      return "(%s)".formatted(ratio.over(window));
    }
  }
}
