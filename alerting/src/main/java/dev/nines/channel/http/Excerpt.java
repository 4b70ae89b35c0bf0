package dev.nines.channel.http;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Reads the start of a body and hangs up: the tightest bound on an answer's size. Where the body
 * does not matter nothing is read, which costs a connection each.
 */
final class Excerpt implements BodySubscriber<String> {
  private static final int MOST_BYTES = 4_096;

  private final int most;
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CompletableFuture<String> text = new CompletableFuture<>();
  private volatile Subscription subscription = NOT_YET;

  private static final Subscription NOT_YET =
      new Subscription() {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
      };

  Excerpt(boolean wanted) {
    this.most = wanted ? MOST_BYTES : 0;
  }

  @Override
  public CompletionStage<String> getBody() {
    return text;
  }

  @Override
  public void onSubscribe(Subscription body) {
    subscription = body;
    if (most == 0) {
      finish();
    } else {
      body.request(1);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (var buffer : buffers) {
      var taken = new byte[Math.min(buffer.remaining(), most - read.size())];
      buffer.get(taken);
      read.writeBytes(taken);
    }
    if (read.size() >= most) {
      finish();
    } else {
      subscription.request(1);
    }
  }

  private void finish() {
    subscription.cancel();
    onComplete();
  }

  @Override
  public void onError(Throwable e) {
    text.completeExceptionally(e);
  }

  @Override
  public void onComplete() {
    text.complete(read.toString(StandardCharsets.UTF_8));
  }
}
