package dev.nines.engine.configuration;

import dev.nines.engine.declarations.yaml.Fault;
import io.dropwizard.configuration.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration. The message is made to be shown as it is. */
public final class ConfigurationFaults extends ConfigurationException {
  private final transient List<Fault> faults;

  ConfigurationFaults(String path, List<Fault> faults) {
    super(path, faults.stream().map(Fault::toString).toList());
    this.faults = List.copyOf(faults);
  }

  /** {@return the faults, by line} */
  public List<Fault> faults() {
    return faults;
  }

  /** {@return one line for each fault} */
  @Override
  public String getMessage() {
    return getErrors().stream().collect(Collectors.joining(System.lineSeparator()));
  }
}
