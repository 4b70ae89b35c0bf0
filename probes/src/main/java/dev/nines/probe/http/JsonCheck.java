package dev.nines.probe.http;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpModule.Body;
import dev.nines.probe.Phase;
import dev.nines.probe.cel.CelExpression;
import dev.nines.probe.cel.CelFault;
import dev.nines.probe.cel.JsonBody;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Durations;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Is the body the JSON that it must be? */
record JsonCheck(Body expected) {
  /**
   * Evaluates beside the run, which does not wait beyond its deadline: an expression cannot be
   * interrupted, but the steps that it may take are bounded.
   */
  Optional<Failure> of(byte[] body, Deadline deadline) {
    if (expected.failIfJsonMatches().isEmpty() && expected.failIfJsonNotMatches().isEmpty()) {
      return Optional.empty();
    }
    var evaluation = new FutureTask<>(() -> judge(body));
    deadline.cutting(() -> evaluation.cancel(true));
    Thread.ofVirtual().name("nines-cel").start(evaluation);
    try {
      return evaluation.get();
    } catch (CancellationException _) {
      return failure(
          FailureReason.TIMEOUT,
          "the expression on the body did not end within " + Durations.text(deadline.timeout()));
    } catch (InterruptedException _) {
      evaluation.cancel(true);
      Thread.currentThread().interrupt();
      return failure(FailureReason.PROBER, "the run was interrupted");
    } catch (ExecutionException e) {
      return failure(
          FailureReason.PROBER,
          "the expression on the body could not be asked: " + name(e.getCause()));
    }
  }

  private Optional<Failure> judge(byte[] body) {
    try {
      var json = JsonBody.read(body);
      var matching = expected.failIfJsonMatches();
      if (matching.isPresent() && matching.get().isTrueOf(json)) {
        return failure(FailureReason.BODY_JSON, "the body matches " + brief(matching.get()));
      }
      var wanted = expected.failIfJsonNotMatches();
      if (wanted.isPresent() && !wanted.get().isTrueOf(json)) {
        return failure(FailureReason.BODY_JSON, "the body does not match " + brief(wanted.get()));
      }
      return Optional.empty();
    } catch (CelFault e) {
      return failure(FailureReason.BODY_JSON, e.detail());
    }
  }

  private static String name(@Nullable Throwable cause) {
    return cause == null ? "no reason given" : cause.getClass().getSimpleName();
  }

  private static String brief(CelExpression expression) {
    var text = expression.text().strip().replaceAll("\\s+", " ");
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  private static Optional<Failure> failure(FailureReason reason, String detail) {
    return Optional.of(new Failure(Phase.TRANSFER, reason, detail));
  }
}
