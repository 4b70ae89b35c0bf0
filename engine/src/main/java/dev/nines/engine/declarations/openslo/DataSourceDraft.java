package dev.nines.engine.declarations.openslo;

import dev.nines.engine.catalog.DataSource;
import dev.nines.engine.declarations.yaml.Field;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A data source as written.
 *
 * @param name its name
 * @param type what it speaks
 * @param prometheus how it is asked, where it is a Prometheus that could be read
 */
public record DataSourceDraft(String name, Type type, Optional<DataSource> prometheus) {
  /** What can be asked for numbers. */
  public enum Type {
    /** Nines itself, for the results of its probes. */
    NINES,
    /** What speaks Prometheus' API. */
    PROMETHEUS;

    /** {@return its name} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** OpenSLO leaves the names of types open, and its examples write {@code Prometheus}. */
    static Optional<Type> read(Field field) {
      return field.parse(
          "nines or prometheus, the types that Nines can ask",
          text ->
              Arrays.stream(values()).filter(t -> t.label().equalsIgnoreCase(text)).findFirst());
    }
  }
}
