package dev.nines.engine.pages;

import dev.nines.engine.datasource.MetricStatus;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.notifications.NotificationTable.Owed;
import dev.nines.engine.text.Count;
import dev.nines.slo.Sli.Question;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is wrong with this instance itself, so that what it shows is not the whole truth.
 *
 * @param cutOffSince since when it reaches no target of its self-check, where it does not
 * @param refused faults of the newest edit of the declarations, which was not taken over
 * @param owed what channels are owed, or were not told at all
 * @param readings how far the SLIs of data sources are read
 */
public record EngineTrouble(
    Optional<Instant> cutOffSince,
    List<Fault> refused,
    List<Owed> owed,
    Function<Question, Optional<MetricStatus>> readings) {
  /** All is well. */
  public static final EngineTrouble NONE = new EngineTrouble(Optional.empty(), List.of());

  /**
   * With nobody owed anything and no data source to read.
   *
   * @param cutOffSince since when it reaches no target of its self-check, where it does not
   * @param refused faults of the newest edit of the declarations, which was not taken over
   */
  public EngineTrouble(Optional<Instant> cutOffSince, List<Fault> refused) {
    this(cutOffSince, refused, List.of(), _ -> Optional.empty());
  }

  /** Copies the lists. */
  public EngineTrouble {
    refused = List.copyOf(refused);
    owed = List.copyOf(owed);
  }

  /** {@return how many notifications were given up, and for whom; empty where none was} */
  String givenUp() {
    var dead = owed.stream().filter(channel -> channel.dead() > 0).toList();
    var number = dead.stream().mapToLong(Owed::dead).sum();
    return number == 0
        ? ""
        : "%s given up (%s)"
            .formatted(
                Count.of(number, "notification") + (number == 1 ? " was" : " were"),
                dead.stream().map(Owed::channel).collect(Collectors.joining(", ")));
  }

  /** {@return how many faults there are and the first of them; empty where there is none} */
  String refusal() {
    if (refused.isEmpty()) {
      return "";
    }
    var first = refused.getFirst();
    return "The newest edit of the declarations is not in force, since it has %s: the last good set stays. %s: %s"
        .formatted(
            refused.size() == 1 ? "a fault" : Count.of(refused.size(), "fault"),
            refused.size() == 1 ? "It is" : "The first is",
            withoutValue(first));
  }

  /** What was written may be a secret, such as the password in a URL. */
  private static String withoutValue(Fault fault) {
    var text = fault.toString();
    var value = text.indexOf(", got ");
    return value < 0 ? text : text.substring(0, value);
  }
}
