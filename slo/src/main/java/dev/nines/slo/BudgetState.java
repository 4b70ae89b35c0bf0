package dev.nines.slo;

import java.util.Optional;

/** Is there an error budget to speak of? */
public sealed interface BudgetState {
  /** No event was seen: neither untouched nor used up, but not known. */
  record NoData() implements BudgetState {}

  /**
   * Too few events were seen for a verdict that would mean something.
   *
   * @param events how many were seen, at least one
   * @param minimum how many are declared to be enough
   */
  record LowTraffic(long events, long minimum) implements BudgetState {}

  /**
   * There is.
   *
   * @param budget the budget
   */
  record Known(ErrorBudget budget) implements BudgetState {}

  /**
   * Judges a window.
   *
   * @param objective whose budget it is
   * @param reading the budget window
   * @param minimumEvents how many events are declared to be enough, at least 0
   * @return what can be said of it
   */
  static BudgetState of(Objective objective, WindowReading reading, long minimumEvents) {
    var events = reading.counts().total();
    if (events == 0) {
      return new NoData();
    }
    return events < minimumEvents
        ? new LowTraffic(events, minimumEvents)
        : new Known(new ErrorBudget(objective, reading));
  }

  /** {@return the budget, where there is one to speak of} */
  default Optional<ErrorBudget> known() {
    return switch (this) {
      case Known(var budget) -> Optional.of(budget);
      case NoData(), LowTraffic(_, _) -> Optional.empty();
    };
  }
}
