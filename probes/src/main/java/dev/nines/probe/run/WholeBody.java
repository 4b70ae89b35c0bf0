package dev.nines.probe.run;

import dev.nines.probe.Failure;
import dev.nines.probe.http.AnswerReader;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Searches;
import java.util.List;
import java.util.Optional;
import okhttp3.Headers;

/** Keeps the body of the last answer. */
final class WholeBody implements AnswerReader {
  private byte[] body = {};

  @Override
  public boolean wantsBody() {
    return true;
  }

  @Override
  public void headers(Headers headers) {
    // none is wanted
  }

  @Override
  public Optional<Failure> last(
      Headers headers, byte[] read, Searches searches, Deadline deadline) {
    body = read;
    return Optional.empty();
  }

  @Override
  public List<String> secrets() {
    return List.of();
  }

  @Override
  public boolean hidesHeaders() {
    return false;
  }

  @Override
  public boolean hidesBody() {
    return false;
  }

  byte[] body() {
    return body;
  }
}
