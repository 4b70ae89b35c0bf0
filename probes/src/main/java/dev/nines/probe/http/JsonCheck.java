package dev.nines.probe.http;

import dev.nines.probe.Failure;
import dev.nines.probe.FailureReason;
import dev.nines.probe.HttpModule.Body;
import dev.nines.probe.Phase;
import dev.nines.probe.cel.CelExpression;
import dev.nines.probe.cel.CelFault;
import dev.nines.probe.cel.JsonBody;
import dev.nines.probe.net.Deadline;
import java.util.Optional;

/** Is the body the JSON that it must be? */
record JsonCheck(Body expected) {
  /** Some time for each byte, since loops over loops go through all values again. */
  private static final long STEPS = 512;

  boolean asked() {
    return expected.failIfJsonMatches().isPresent() || expected.failIfJsonNotMatches().isPresent();
  }

  /** {@return how long the check of a body of so many bytes may take} */
  long steps(long bytes) {
    return STEPS * bytes;
  }

  Optional<Failure> of(byte[] body, Deadline deadline) {
    try {
      var json = JsonBody.read(body);
      var matching = expected.failIfJsonMatches();
      if (matching.isPresent() && matching.get().isTrueOf(json, deadline::check)) {
        return failure(FailureReason.BODY_JSON, "the body matches " + brief(matching.get()));
      }
      var wanted = expected.failIfJsonNotMatches();
      if (wanted.isPresent() && !wanted.get().isTrueOf(json, deadline::check)) {
        return failure(FailureReason.BODY_JSON, "the body does not match " + brief(wanted.get()));
      }
      return Optional.empty();
    } catch (CelFault e) {
      return failure(FailureReason.BODY_JSON, e.detail());
    }
  }

  private static String brief(CelExpression expression) {
    var text = expression.text().strip().replaceAll("\\s+", " ");
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  private static Optional<Failure> failure(FailureReason reason, String detail) {
    return Optional.of(new Failure(Phase.TRANSFER, reason, detail));
  }
}
