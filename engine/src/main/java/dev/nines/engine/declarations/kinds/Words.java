package dev.nines.engine.declarations.kinds;

import static java.util.stream.Collectors.toMap;

import dev.nines.incident.Severity;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;

/** What several kinds read alike. */
final class Words {
  static final Map<String, Severity> SEVERITIES =
      Arrays.stream(Severity.values()).collect(toMap(Severity::label, Function.identity()));

  private Words() {}
}
