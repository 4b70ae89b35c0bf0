package dev.nines.engine.declarations.telling;

import dev.nines.channel.ChannelSpec.Match;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.declarations.budget.Times;
import dev.nines.engine.declarations.channels.MatchReader;
import dev.nines.engine.declarations.openslo.Metadata;
import dev.nines.engine.declarations.telling.TellingDrafts.SilenceDraft;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Registry;
import java.util.List;
import java.util.Optional;

/** Reads {@code kind: Silence}. */
public final class SilenceKind {
  private SilenceKind() {}

  /**
   * Reads a silence.
   *
   * @param document the document
   * @param silences where it is declared
   */
  public static void read(Mapping document, Registry<SilenceDraft> silences) {
    var metadata = Metadata.of(document);
    var name = metadata.map(Metadata::name).orElse("");
    var draft =
        document
            .required("spec")
            .flatMap(f -> f.mapping(spec -> spec(spec, name)))
            .orElse(new SilenceDraft(List.of(), Optional.empty()));
    metadata.ifPresent(m -> silences.add(m.name(), m.at(), draft));
  }

  private static SilenceDraft spec(Mapping spec, String name) {
    var wanted = MatchReader.of(spec);
    var all = spec.optional("all").flatMap(Field::bool).orElse(false);
    if (all != wanted.match().equals(Match.ALL)) {
      spec.self()
          .fault(
              all
                  ? "expected either all: true, or services, labels and severities"
                  : "expected services, labels or severities or, for everything, all: true");
    }
    var span = Times.span(spec, "start", "end");
    var reason = spec.required("reason").flatMap(Field::text);
    var by = spec.required("by").flatMap(Field::text);
    return new SilenceDraft(
        wanted.services(),
        span.flatMap(when ->
            reason.flatMap(
                why -> by.map(who -> new Silence(name, wanted.match(), when, why, who)))));
  }
}
