package dev.nines.engine.configuration;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Overrides;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Source;
import io.dropwizard.configuration.ConfigurationFactory;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import jakarta.validation.Validator;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;

/**
 * Dropwizard's way to a {@link NinesConfiguration}. It differs from Dropwizard's own factory in
 * telling all faults at once, each with its line.
 */
public final class NinesConfigurationFactory implements ConfigurationFactory<NinesConfiguration> {
  private static final int MOST_BYTES = 1 << 20;

  private final ConfigurationFile file;

  /**
   * A factory that takes variables from the environment and {@code -Ddw.} properties.
   *
   * @param validator checks Dropwizard's values
   * @param mapper binds them
   * @param prefix how the properties start that override keys, without the dot
   */
  public NinesConfigurationFactory(Validator validator, ObjectMapper mapper, String prefix) {
    this(
        validator,
        mapper,
        new Overrides(prefix + ".", strings(System.getProperties())),
        Placeholders.environment());
  }

  NinesConfigurationFactory(
      Validator validator, ObjectMapper mapper, Overrides overrides, Placeholders placeholders) {
    this.file =
        new ConfigurationFile(new DropwizardBinder(mapper, validator), overrides, placeholders);
  }

  private static Map<String, String> strings(Properties properties) {
    return properties.stringPropertyNames().stream()
        .collect(toMap(Function.identity(), properties::getProperty));
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationFaults with everything that is wrong with it
   */
  @Override
  public NinesConfiguration build(ConfigurationSourceProvider provider, String path)
      throws ConfigurationFaults {
    return file.read(new Source(path, folder(path), text(provider, path)));
  }

  /** {@return what an empty file in the working directory means} */
  @Override
  public NinesConfiguration build() throws ConfigurationFaults {
    return file.read(new Source("config.yml", Path.of("").toAbsolutePath(), ""));
  }

  private static Path folder(String path) {
    try {
      var here = Path.of("").toAbsolutePath();
      return Optional.ofNullable(Path.of(path).toAbsolutePath().getParent()).orElse(here);
    } catch (InvalidPathException e) {
      return Path.of("").toAbsolutePath();
    }
  }

  private static String text(ConfigurationSourceProvider provider, String path)
      throws ConfigurationFaults {
    try (var in = provider.open(path)) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw fault(path, "larger than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (FileNotFoundException e) {
      throw fault(path, "no such file");
    } catch (CharacterCodingException e) {
      throw fault(path, "not text in UTF-8");
    } catch (IOException | InvalidPathException e) {
      throw fault(path, "cannot be read: " + e.getMessage());
    }
  }

  private static ConfigurationFaults fault(String path, String message) {
    return new ConfigurationFaults(path, List.of(Fault.ofFile(path, message)));
  }
}
