package dev.nines.engine.declarations.openslo;

import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Reference;
import java.util.Optional;

/** Reads what an SLO or an objective counts: {@code indicator} or {@code indicatorRef}. */
final class IndicatorReader {
  private IndicatorReader() {}

  static boolean isIn(Mapping mapping) {
    return mapping.optional("indicator").isPresent()
        || mapping.optional("indicatorRef").isPresent();
  }

  /** At most one of the two; which is a fault where there are both. */
  static Optional<Use<SliDraft>> read(Mapping mapping) {
    var inline = mapping.optional("indicator");
    var byName = mapping.optional("indicatorRef");
    if (inline.isPresent() && byName.isPresent()) {
      mapping.self().fault("expected exactly one of indicator and indicatorRef");
    }
    return inline
        .flatMap(field -> field.mapping(IndicatorReader::inline))
        .or(() -> byName.flatMap(Reference::of).map(Use.ByName::new));
  }

  private static Use<SliDraft> inline(Mapping indicator) {
    Metadata.of(indicator);
    return new Use.Inline<>(SliKind.spec(indicator));
  }
}
