package dev.nines.engine.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.JsonTree;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Overrides;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.engine.declarations.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the text of a {@code config.yml}. */
final class ConfigurationFile {
  /** {@code metrics} is ours: Dropwizard's reporters have nothing to report to. */
  private static final List<String> OF_DROPWIZARD = List.of("server", "logging", "admin", "health");

  private final DropwizardBinder binder;
  private final Overrides overrides;
  private final Placeholders placeholders;

  ConfigurationFile(DropwizardBinder binder, Overrides overrides, Placeholders placeholders) {
    this.binder = binder;
    this.overrides = overrides;
    this.placeholders = placeholders;
  }

  NinesConfiguration read(Source source) throws ConfigurationFaults {
    var findings = new Findings();
    var configuration =
        YamlReader.readOne(source, findings, overrides, placeholders)
            .flatMap(root -> configuration(root, source.folder()));
    var faults = findings.faults();
    if (configuration.isEmpty() || !faults.isEmpty()) {
      throw new ConfigurationFaults(source.name(), faults);
    }
    return configuration.get();
  }

  private Optional<NinesConfiguration> configuration(Field root, Path folder) {
    var settings = root.mapping(config -> settings(config, folder));
    var bound =
        settings
            .flatMap(s -> JsonTree.of(root))
            .flatMap(json -> binder.bind(dropwizard((ObjectNode) json), root));
    settings.ifPresent(s -> bound.ifPresent(configuration -> configuration.setSettings(s)));
    return bound;
  }

  private static Settings settings(Mapping config, Path folder) {
    OF_DROPWIZARD.forEach(config::optional);
    return new SettingsReader(folder).read(config);
  }

  private static ObjectNode dropwizard(ObjectNode config) {
    config.retain(OF_DROPWIZARD);
    DropwizardDefaults.fill(config);
    return config;
  }

  /** The settings of an empty file in the working directory. */
  static Settings defaults() {
    var folder = Path.of("").toAbsolutePath();
    var nothing = new Source("", folder, "");
    return YamlReader.readOne(
            nothing,
            new Findings(),
            new Overrides("", Map.of()),
            new Placeholders(name -> Optional.empty()))
        .flatMap(root -> root.mapping(config -> settings(config, folder)))
        .orElseThrow();
  }
}
