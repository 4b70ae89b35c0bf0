package dev.nines.engine.hooks.deployments;

import java.util.Optional;
import java.util.regex.Pattern;

/** Is what was deployed a version, or only a branch or a commit? */
final class VersionNames {
  private static final String TAGS = "refs/tags/";
  private static final Pattern VERSION = Pattern.compile("v?\\d+(\\.\\d+)+[-+.\\w]*");

  private VersionNames() {}

  /** The version that a ref names; empty for branches and commits. */
  static Optional<String> of(String ref) {
    if (ref.startsWith(TAGS)) {
      return Optional.of(ref.substring(TAGS.length()));
    }
    return Optional.of(ref).filter(text -> VERSION.matcher(text).matches());
  }
}
