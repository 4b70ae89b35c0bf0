package dev.nines.engine.importing;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.engine.declarations.yaml.YamlReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the importer has to know of the modules in a {@code blackbox.yml}; whether they are right is
 * for {@code check} to say.
 *
 * @param byName the modules
 */
record ExporterModules(Map<String, Module> byName) {
  ExporterModules {
    byName = Map.copyOf(byName);
  }

  /** A module's prober, and its timeout where it has one above zero. */
  record Module(String prober, Optional<Duration> timeout) {}

  static ExporterModules read(Source blackbox, Findings findings) {
    var byName = new HashMap<String, Module>();
    YamlReader.read(blackbox, findings).stream()
        .limit(1)
        .flatMap(root -> root.mapping(Mapping::entries).stream())
        .flatMap(root -> Optional.ofNullable(root.get("modules")).stream())
        .flatMap(modules -> modules.mapping(Mapping::entries).stream())
        .forEach(modules ->
            modules.forEach((name, field) ->
                field.mapping(Mapping::entries).ifPresent(keys -> byName.put(name, module(keys)))));
    return new ExporterModules(byName);
  }

  private static Module module(Map<String, Field> keys) {
    return new Module(
        Optional.ofNullable(keys.get("prober")).flatMap(Field::text).orElse(""),
        Optional.ofNullable(keys.get("timeout"))
            .flatMap(Field::duration)
            .filter(timeout -> !timeout.isZero()));
  }
}
