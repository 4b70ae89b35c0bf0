package dev.nines.probe.http;

import dev.nines.probe.Failure;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Searches;
import java.util.List;
import java.util.Optional;
import okhttp3.Headers;

/** Takes something from the answers of one request. It belongs to the run's thread. */
public interface AnswerReader {
  /** {@return whether the body of the last answer is wanted} */
  boolean wantsBody();

  /**
   * Looks at the headers of an answer, redirects too.
   *
   * @param headers all of them
   */
  void headers(Headers headers);

  /**
   * Looks at the last answer, whether or not it is as declared.
   *
   * @param headers all of them
   * @param body as far as it was read
   * @param searches make long searches
   * @param deadline of the run
   * @return why what is needed is not in it, where it is not
   */
  Optional<Failure> last(Headers headers, byte[] body, Searches searches, Deadline deadline);

  /** {@return what nobody may see of any answer} */
  List<String> secrets();

  /** {@return whether the headers may hold a secret, so that nobody may see their values} */
  boolean hidesHeaders();

  /**
   * {@return whether the body may hold a secret that was not found in it, so that nobody may see
   * any of it}
   */
  boolean hidesBody();
}
