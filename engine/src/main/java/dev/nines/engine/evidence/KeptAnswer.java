package dev.nines.engine.evidence;

import dev.nines.probe.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * What came back.
 *
 * @param headers of the last response, in their order, as many as there is room for
 * @param moreHeaders how many there was no room for
 * @param bodyStart the first bytes of its body as text
 * @param notes what of it was withheld, and why
 */
public record KeptAnswer(
    List<Header> headers, int moreHeaders, String bodyStart, List<String> notes) {
  private static final int MOST_HEADERS_BYTES = 3 * 1024;
  private static final int MOST_BODY = 3 * 1024;

  /** Copies the lists, and cuts the body. What was kept before there were notes has none. */
  public KeptAnswer {
    headers = List.copyOf(headers);
    notes = notes == null ? List.of() : List.copyOf(notes);
    bodyStart = Excerpt.of(bodyStart, MOST_BODY);
  }

  /**
   * Keeps what there is room for.
   *
   * @param answer what came back
   * @return its start
   */
  public static KeptAnswer of(Answer answer) {
    var kept = new ArrayList<Header>();
    var bytes = 0;
    for (var header : answer.headers()) {
      var next = new Header(header.name(), header.value().shown());
      bytes += next.bytes();
      if (bytes > MOST_HEADERS_BYTES) {
        break;
      }
      kept.add(next);
    }
    return new KeptAnswer(
        kept, answer.headers().size() - kept.size(), answer.bodyStart(), answer.notes());
  }

  int bytes() {
    return Excerpt.bytes(bodyStart)
        + notes.stream().mapToInt(Excerpt::bytes).sum()
        + headers.stream().mapToInt(Header::bytes).sum();
  }

  /**
   * A header of a response.
   *
   * @param name its name
   * @param value its value
   */
  public record Header(String name, String value) {
    /** Of what is no text. */
    private static final int FRAME = 25;

    private static final int MOST_NAME = 128;
    private static final int MOST_VALUE = 520;

    /** Cuts the texts. */
    public Header {
      name = Excerpt.of(name, MOST_NAME);
      value = Excerpt.of(value, MOST_VALUE);
    }

    private int bytes() {
      return FRAME + Excerpt.bytes(name) + Excerpt.bytes(value);
    }
  }
}
