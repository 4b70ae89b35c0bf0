package dev.nines.probe.tcp;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.function.UnaryOperator;

/**
 * Fills {@code $1}, {@code ${1}} and {@code ${name}} with groups of a match as Go's Regexp.Expand
 * does: {@code $$} is a dollar, a group that is not there is empty, and {@code $1x} is the group
 * named {@code 1x}.
 */
final class GroupTemplate {
  private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)|(\\w+)|\\{(\\w+)\\})");

  private GroupTemplate() {}

  static String expand(String template, Matcher match) {
    return expand(template, reference -> group(match, reference));
  }

  private static String expand(String template, UnaryOperator<String> group) {
    var text = new StringBuilder();
    var references = REFERENCE.matcher(template);
    var done = 0;
    while (references.find()) {
      text.append(template, done, references.start());
      done = references.end();
      if (references.group(1) != null) {
        text.append('$');
      } else {
        var bare = references.group(2);
        text.append(group.apply(bare == null ? references.group(3) : bare));
      }
    }
    return text.append(template, done, template.length()).toString();
  }

  /** {@return what is left of a template where its groups are blank} */
  static String withoutGroups(String template) {
    return expand(template, _ -> " ");
  }

  private static String group(Matcher match, String reference) {
    String found = null;
    if (reference.length() < 4 && reference.chars().allMatch(Character::isDigit)) {
      var number = Integer.parseInt(reference);
      found = number <= match.groupCount() ? match.group(number) : null;
    } else if (match.pattern().namedGroups().containsKey(reference)) {
      found = match.group(reference);
    }
    return found == null ? "" : found;
  }
}
