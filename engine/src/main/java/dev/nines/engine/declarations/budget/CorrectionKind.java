package dev.nines.engine.declarations.budget;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.catalog.Correction;
import dev.nines.engine.catalog.Correction.Counts;
import dev.nines.engine.declarations.budget.BudgetDrafts.CorrectionDraft;
import dev.nines.engine.declarations.openslo.Metadata;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Registry;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code kind: Correction}. */
public final class CorrectionKind {
  private static final Map<String, Counts> COUNTS =
      Arrays.stream(Counts.values()).collect(toMap(Counts::label, Function.identity()));

  private CorrectionKind() {}

  /**
   * Reads a correction.
   *
   * @param document the document
   * @param corrections where it is declared
   */
  public static void read(Mapping document, Registry<Optional<CorrectionDraft>> corrections) {
    var metadata = Metadata.of(document);
    var name = metadata.map(Metadata::name).orElse("");
    var draft = document.required("spec").flatMap(f -> f.mapping(spec -> spec(spec, name)));
    metadata.ifPresent(m -> corrections.add(m.name(), m.at(), draft));
  }

  private static CorrectionDraft spec(Mapping spec, String name) {
    var subjects = ForSlosReader.read(spec);
    var span = Times.span(spec, "from", "to");
    var counts = spec.required("counts").flatMap(field -> field.oneOf(COUNTS));
    var reason = spec.required("reason").flatMap(Field::text);
    var by = spec.required("by").flatMap(Field::text);
    var correction =
        span.flatMap(at ->
            counts.flatMap(how ->
                reason.flatMap(why ->
                    by.map(who ->
                        new Correction(
                            at,
                            ForSlosReader.names(subjects.slos()),
                            ForSlosReader.names(subjects.services()),
                            how,
                            why,
                            who)))));
    return new CorrectionDraft(name, subjects, correction);
  }
}
