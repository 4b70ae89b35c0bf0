package dev.nines.engine.api.reliability;

import dev.nines.engine.api.QueryFaults;
import dev.nines.engine.catalog.Service;
import java.util.List;
import java.util.function.Predicate;

/** Of which services a report is asked for. */
public final class ServiceQuery {
  private ServiceQuery() {}

  /**
   * Reads labels.
   *
   * @param labels each {@code key=value}
   * @param faults takes what is wrong with them
   * @return whether a service has all of them
   */
  public static Predicate<Service> labels(List<String> labels, QueryFaults faults) {
    return labels.stream().map(label -> label(label, faults)).reduce(_ -> true, Predicate::and);
  }

  private static Predicate<Service> label(String text, QueryFaults faults) {
    var equals = text.indexOf('=');
    if (equals < 1) {
      faults.fault("label", "not key=value such as team=payments: " + text);
      return _ -> false;
    }
    var key = text.substring(0, equals);
    var value = text.substring(equals + 1);
    return service -> service.labels().getOrDefault(key, List.of()).contains(value);
  }
}
