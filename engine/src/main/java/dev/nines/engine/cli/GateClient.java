package dev.nines.engine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nines.engine.cli.RunningNines.Reply;
import java.util.Optional;

/**
 * Asks the gate of a running Nines.
 *
 * @param nines which
 */
record GateClient(RunningNines nines) {
  /** What came of asking. */
  sealed interface Asked {
    /** An answer, as the API has it. */
    record Told(JsonNode answer) implements Asked {}

    /** What was asked is wrong, or whoever asks may not. */
    record Wrong(String why) implements Asked {}

    /** Nobody answers. */
    record Silent(String why) implements Asked {}
  }

  Asked ask(String service, Optional<String> onUnknown) {
    var path =
        "/api/v1/gate/"
            + RunningNines.segment(service)
            + onUnknown.map(word -> "?on-unknown=" + word).orElse("");
    return switch (nines.get(path, "application/json")) {
      case Reply.Good(var body) -> {
        var answer = RunningNines.json(body);
        yield answer.path("answer").isTextual()
            ? new Asked.Told(answer)
            : new Asked.Silent(nines.notNines().why());
      }
      case Reply.Wrong(var why) -> new Asked.Wrong(why);
      case Reply.Silent(var why) -> new Asked.Silent(why);
    };
  }
}
