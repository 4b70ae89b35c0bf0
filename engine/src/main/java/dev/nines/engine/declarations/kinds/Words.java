package dev.nines.engine.declarations.kinds;

import static java.util.stream.Collectors.toMap;

import dev.nines.incident.Severity;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** What several kinds read alike. */
public final class Words {
  /** The severities by their names. */
  public static final Map<String, Severity> SEVERITIES =
      Arrays.stream(Severity.values()).collect(toMap(Severity::label, Function.identity()));

  private Words() {}
}
