package dev.nines.probe.steps;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with <code>{{name}}</code> where values belong that an earlier step captured.
 *
 * @param text the text as it was written
 */
public record Template(String text) {
  private static final Pattern USE = Pattern.compile("\\{\\{([^{}]*)}}");

  /** {@return the names in it, in their order} */
  public List<String> names() {
    return USE.matcher(text).results().map(use -> use.group(1)).toList();
  }

  /** {@return the name that it begins with, where it does} */
  Optional<String> beginning() {
    var first = USE.matcher(text);
    return first.lookingAt() ? Optional.of(first.group(1)) : Optional.empty();
  }

  /** {@return what follows the name that it begins with} */
  Template without(String beginning) {
    return new Template(text.substring("{{}}".length() + beginning.length()));
  }

  /**
   * Puts values in. What they hold is not looked into for names again.
   *
   * @param values gives the value of a name
   * @return the text with values
   */
  public String with(UnaryOperator<String> values) {
    return USE.matcher(text)
        .replaceAll(use -> Matcher.quoteReplacement(values.apply(use.group(1))));
  }
}
