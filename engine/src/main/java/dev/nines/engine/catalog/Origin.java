package dev.nines.engine.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the deployments of a service come from, as whoever sends them calls it.
 *
 * @param sender who sends them
 * @param name what it is called there, such as {@code acme/shop}; in small letters
 */
public record Origin(Sender sender, String name) {
  /** The annotation of a service that names its own ones, with commas between them. */
  public static final String ANNOTATION = "nines.dev/repositories";

  private static final Pattern NAME = Pattern.compile("[^\\s,:/]+(/[^\\s,:/]+)*");

  /** Who sends deployments. */
  public enum Sender {
    /** GitHub: the repository, {@code owner/name}. */
    GITHUB,
    /** GitLab: the project with its groups. */
    GITLAB,
    /** Whoever speaks CDEvents: the subject's id. */
    CDEVENTS;

    /** {@return the name in annotations and in the store, in lower case} */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Takes names for the same whatever letters they are written in, as GitHub and GitLab do. */
  public Origin {
    name = name.toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the value of the annotation.
   *
   * @param text such as {@code acme/shop, gitlab:acme/shop}; without a sender it is GitHub
   * @return all of them; empty where one cannot be read
   */
  public static Optional<List<Origin>> listOf(String text) {
    var items = Arrays.stream(text.split(",", -1)).map(item -> of(item.strip())).toList();
    return items.stream().allMatch(Optional::isPresent)
        ? Optional.of(items.stream().flatMap(Optional::stream).toList())
        : Optional.empty();
  }

  private static Optional<Origin> of(String text) {
    var colon = text.indexOf(':');
    var prefix = colon < 0 ? Sender.GITHUB.label() : text.substring(0, colon);
    var name = text.substring(colon + 1);
    return Arrays.stream(Sender.values())
        .filter(sender -> sender.label().equals(prefix) && NAME.matcher(name).matches())
        .filter(sender -> sender == Sender.CDEVENTS || name.contains("/"))
        .map(sender -> new Origin(sender, name))
        .findFirst();
  }

  /** {@return as the annotation has it, without the sender where it is GitHub} */
  @Override
  public String toString() {
    return sender == Sender.GITHUB ? name : sender.label() + ":" + name;
  }
}
