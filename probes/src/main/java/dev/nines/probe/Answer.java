package dev.nines.probe;

import java.util.List;

/**
 * What came back, for a person who wants to know why a run failed. Secrets are masked.
 *
 * @param headers of the last response, in their order; TCP has none
 * @param bodyStart the first bytes of its body as text, at most a few thousand; of TCP, the first
 *     bytes of all that the peer said, what is not printed escaped
 * @param notes what of it nobody may see, and why, each a sentence
 */
public record Answer(List<Header> headers, String bodyStart, List<String> notes) {
  /** Copies the lists. */
  public Answer {
    headers = List.copyOf(headers);
    notes = List.copyOf(notes);
  }

  /**
   * An answer of which nothing is withheld.
   *
   * @param headers of the last response, in their order
   * @param bodyStart the first bytes of its body as text
   */
  public Answer(List<Header> headers, String bodyStart) {
    this(headers, bodyStart, List.of());
  }
}
