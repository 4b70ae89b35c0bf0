package dev.nines.channel.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Interceptor;
import okhttp3.Response;

/** One post and what is read of its answer: the start of the body at most. */
final class Exchange implements Callback {
  private static final int MOST_BYTES = 4_096;
  private static final int OK = 200;

  private final boolean readsAnswer;
  private final CompletableFuture<Excerpt> answer = new CompletableFuture<>();
  private volatile boolean connected;
  private volatile int code;

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

  /** {@return whether it came as far as sending something} */
  boolean connected() {
    return connected;
  }

  /**
   * Hears the head of an answer to a request that is tagged with its exchange. OkHttp learns of no
   * status but 200: to some others it would post again (408, 503) or throw (407).
   */
  static Response hear(Interceptor.Chain chain) throws IOException {
    var exchange = Objects.requireNonNull(chain.request().tag(Exchange.class), "no exchange");
    exchange.connected = true;
    var response = chain.proceed(chain.request());
    exchange.code = response.code();
    return response.newBuilder().code(OK).build();
  }

  @Override
  public void onResponse(Call call, Response response) {
    try (response) {
      var start = "";
      if (readsAnswer) {
        var body = response.body().source();
        body.request(MOST_BYTES);
        var size = Math.min(body.getBuffer().size(), MOST_BYTES);
        start = body.readString(size, StandardCharsets.UTF_8);
      }
      var retryAfter = Optional.ofNullable(response.header("Retry-After"));
      answer.complete(new Excerpt(code, retryAfter, start));
    } catch (IOException e) {
      answer.completeExceptionally(e);
    }
  }

  @Override
  public void onFailure(Call call, IOException e) {
    answer.completeExceptionally(e);
  }
}
