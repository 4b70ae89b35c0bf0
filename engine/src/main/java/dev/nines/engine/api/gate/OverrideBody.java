package dev.nines.engine.api.gate;

import dev.nines.engine.api.SentBody;
import dev.nines.engine.declarations.yaml.Shorthand;
import dev.nines.engine.gate.Overrides;
import dev.nines.engine.gate.Overrides.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads an override that is sent, and says everything that is wrong with it at once. */
public final class OverrideBody {
  private static final List<String> KEYS = List.of("reason", "until", "for");

  private OverrideBody() {}

  /**
   * Reads it.
   *
   * @param body {@code reason}, and either {@code until} or {@code for}
   * @param now the present
   * @return what is said
   * @throws jakarta.ws.rs.WebApplicationException a problem with all faults where it is none
   */
  public static Said read(SentBody body, Instant now) {
    var until = body.has("for") ? now.plus(length(body)) : until(body, now);
    var reason = body.text("reason");
    body.check(KEYS);
    return new Said(reason.orElseThrow(), until);
  }

  private static Duration length(SentBody body) {
    if (body.has("until")) {
      body.fault("for", "expected either until or for");
    }
    var length =
        body.text("for")
            .flatMap(text ->
                Shorthand.of(text)
                    .map(Shorthand::length)
                    .filter(l -> l.compareTo(Overrides.LONGEST) <= 0)
                    .or(() -> {
                      body.fault(
                          "for",
                          "expected a length such as 30m or 2h, of at most %d hours"
                              .formatted(Overrides.LONGEST.toHours()));
                      return Optional.empty();
                    }));
    return length.orElse(Duration.ZERO);
  }

  private static Instant until(SentBody body, Instant now) {
    if (!body.has("until")) {
      body.fault("until", "required, or for with a length such as 2h");
      return now;
    }
    var until = body.instant("until");
    if (until.filter(at -> !at.isAfter(now)).isPresent()) {
      body.fault("until", "must be after now, " + now);
    } else if (until.filter(at -> at.isAfter(now.plus(Overrides.LONGEST))).isPresent()) {
      body.fault(
          "until",
          "must be within %d hours: what is to hold for longer is a policy to change"
              .formatted(Overrides.LONGEST.toHours()));
    }
    return until.orElse(now);
  }
}
