package dev.nines.engine.declarations.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in {@code ${NAME}} and {@code ${NAME:-default}}. As in a shell, the default also stands for
 * an empty value; a second dollar sign in front keeps a placeholder as it is.
 *
 * @param lookup finds a variable's value
 */
public record Placeholders(Function<String, Optional<String>> lookup) {
  private static final Pattern PLACEHOLDER =
      Pattern.compile("\\$\\$\\{|\\$\\{(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::-(?<or>[^}]*))?})?");

  /** No variable has a value. */
  public static final Placeholders NONE = new Placeholders(_ -> Optional.empty());

  private static final Pattern WHOLE = Pattern.compile("\\$\\{[A-Za-z_][A-Za-z0-9_]*}");

  /** {@return the environment of this process} */
  public static Placeholders environment() {
    return new Placeholders(name -> Optional.ofNullable(System.getenv(name)));
  }

  /**
   * Tells whether a text leaves its whole value to a variable, as a secret must.
   *
   * @param text a text
   * @return whether it is {@code ${NAME}} and nothing else
   */
  public static boolean isOne(String text) {
    return WHOLE.matcher(text).matches();
  }

  /** {@return whether there is anything to fill in} */
  static boolean in(String text) {
    return text.contains("${");
  }

  /**
   * Fills in a text.
   *
   * @param text the text as written
   * @param at where it stands, to say what is missing
   * @return the text with values, where there were all of them
   */
  Optional<String> expand(String text, Field at) {
    var missing = new ArrayList<String>();
    var expanded =
        PLACEHOLDER
            .matcher(text)
            .replaceAll(match ->
                Matcher.quoteReplacement(
                    value(match.group(), match.group(1), match.group(2), missing)));
    report(missing, at);
    return missing.isEmpty() ? Optional.of(expanded) : Optional.empty();
  }

  private String value(
      String whole, @Nullable String name, @Nullable String otherwise, List<String> missing) {
    if (whole.equals("$${")) {
      return "${";
    }
    if (name == null) {
      missing.add("");
      return "";
    }
    var value = lookup.apply(name);
    if (otherwise != null) {
      return value.filter(v -> !v.isEmpty()).orElse(otherwise);
    }
    if (value.isEmpty()) {
      missing.add(name);
    }
    return value.orElse("");
  }

  private static void report(List<String> missing, Field at) {
    for (var name : missing) {
      at.fault(
          name.isEmpty()
              ? "expected ${NAME} or ${NAME:-default}; a literal ${ is written $${"
              : "the variable " + name + " is not set (${" + name + ":-default} gives a default)");
    }
  }
}
