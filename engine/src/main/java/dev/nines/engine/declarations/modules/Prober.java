package dev.nines.engine.declarations.modules;

import static java.util.stream.Collectors.toMap;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A prober that Nines has, by blackbox_exporter's name where it has it too. */
public enum Prober {
  /** HTTP and HTTPS. */
  HTTP,
  /** Several HTTP requests, each of which may use what an earlier one brought. */
  HTTP_STEPS,
  /** TCP, with or without TLS. */
  TCP;

  /** Each by its name. */
  public static final Map<String, Prober> BY_NAME =
      Arrays.stream(values()).collect(toMap(Prober::label, Function.identity()));

  /** {@return the name in declarations, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
