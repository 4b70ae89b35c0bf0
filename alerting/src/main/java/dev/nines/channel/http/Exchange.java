package dev.nines.channel.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/**
 * One post and what is read of its answer: the start of the body at most, which is the tightest
 * bound on an answer's size. A connection whose answer ends by then serves the next post too.
 */
final class Exchange implements Callback {
  private static final int MOST_BYTES = 4_096;

  /** How long an answer that nobody reads may take to end; its post is done meanwhile. */
  private static final int END_MILLIS = 100;

  private final boolean readsAnswer;
  private final CompletableFuture<Excerpt> answer = new CompletableFuture<>();

  /**
   * The part of an answer that matters.
   *
   * @param code the status
   * @param retryAfter the header of that name, where there is one
   * @param body its start; empty where it was not to be read
   */
  record Excerpt(int code, Optional<String> retryAfter, String body) {}

  Exchange(boolean readsAnswer) {
    this.readsAnswer = readsAnswer;
  }

  /** {@return what the answer says, once it is there} */
  CompletableFuture<Excerpt> answer() {
    return answer;
  }

  @Override
  public void onResponse(Call call, Response response) {
    try (response) {
      var body = response.body().source();
      if (!readsAnswer) {
        answer.complete(excerpt(response, ""));
        body.timeout().deadline(END_MILLIS, TimeUnit.MILLISECONDS);
      }
      if (body.request(MOST_BYTES + 1L)) {
        call.cancel(); // its end is far
      }
      var start = body.getBuffer().clone();
      answer.complete(
          excerpt(
              response,
              start.readString(Math.min(start.size(), MOST_BYTES), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      call.cancel();
      answer.completeExceptionally(e);
    }
  }

  private static Excerpt excerpt(Response response, String body) {
    return new Excerpt(response.code(), Optional.ofNullable(response.header("Retry-After")), body);
  }

  @Override
  public void onFailure(Call call, IOException e) {
    answer.completeExceptionally(e);
  }
}
