package dev.nines.channel;

/**
 * A text that must appear in no log, page, metric, trace or error.
 *
 * @param value the text itself; {@link #toString()} hides it
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return "<secret>";
  }
}
