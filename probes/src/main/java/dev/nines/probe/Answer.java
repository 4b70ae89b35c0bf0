package dev.nines.probe;

import java.util.List;

/**
 * What came back, for a person who wants to know why a run failed. Secrets are masked.
 *
 * @param headers of the last response, in their order
 * @param bodyStart the first bytes of its body as text, at most a few thousand
 */
public record Answer(List<Header> headers, String bodyStart) {
  /** Copies the headers. */
  public Answer {
    headers = List.copyOf(headers);
  }
}
