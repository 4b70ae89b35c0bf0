package dev.nines.engine.configuration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.dropwizard.core.Configuration;

/**
 * {@code config.yml} in full: Dropwizard's keys, bound by Jackson, and {@link Settings}, read from
 * the same file by {@link NinesConfigurationFactory}.
 */
public final class NinesConfiguration extends Configuration {
  private Settings settings;

  /** With the settings of an empty file in the working directory. */
  public NinesConfiguration() {
    this.settings = ConfigurationFile.defaults();
  }

  /** {@return Nines' own keys} */
  @JsonIgnore
  public Settings settings() {
    return settings;
  }

  void setSettings(Settings settings) {
    this.settings = settings;
  }
}
