package dev.nines.engine.api.adjustments;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.api.SentBody;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Correction.Counts;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.slo.Slo;
import dev.nines.slo.time.Interval;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads a correction that is sent, and says everything that is wrong with it at once. */
final class CorrectionBody {
  private static final Set<String> KEYS =
      Set.of("from", "to", "slos", "services", "counts", "reason");
  private static final Map<String, Counts> COUNTS =
      Arrays.stream(Counts.values()).collect(toMap(Counts::label, Function.identity()));

  private final SentBody body;

  private CorrectionBody(SentBody body) {
    this.body = body;
  }

  /** Throws a problem with all faults where it is none. */
  static Correction read(SentBody body, Catalog catalog, String author) {
    return new CorrectionBody(body).correction(catalog, author);
  }

  private Correction correction(Catalog catalog, String author) {
    var from = body.instant("from");
    var to = body.instant("to");
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      body.fault("to", "must be after from");
    }
    var slos = body.names("slos", "SLO", catalog.slos().stream().map(Slo::name).toList());
    var services =
        body.names("services", "service", catalog.services().stream().map(Service::name).toList());
    if (body.at("slos").isEmpty() && body.at("services").isEmpty()) {
      body.fault("slos", "expected slos or services");
    }
    var counts = body.text("counts").flatMap(this::counts);
    var reason = body.text("reason");
    body.check(KEYS);
    return new Correction(
        new Interval(from.orElseThrow(), to.orElseThrow()),
        slos,
        services,
        counts.orElseThrow(),
        reason.orElseThrow(),
        author);
  }

  private Optional<Counts> counts(String word) {
    var counts = Optional.ofNullable(COUNTS.get(word));
    if (counts.isEmpty()) {
      body.fault("counts", "expected bad, excluded or good" + Spelling.hint(word, COUNTS.keySet()));
    }
    return counts;
  }
}
