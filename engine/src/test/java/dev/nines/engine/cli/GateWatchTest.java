package dev.nines.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.engine.cli.GateClient.Asked;
import dev.nines.engine.cli.GateWatch.End;
import dev.nines.engine.gate.GateAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateWatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void whatWasThereBeforeIsNoFaultOfTheDeployment() {
    var incident = reason("incident", "hold", "incident:3", "incident 3 is open");
    var watch = watch(incident);

    assertThat(watch.see(told(incident), at(5)).end()).isEmpty();
    assertThat(watch.over(at(600)))
        .isEqualTo(
            new End(
                GateAnswer.GO,
                "shop is no worse than 600 s ago, when it was not well: incident 3 is open"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-29T11:59:59.9Z, false",
    "2026-11-29T12:00:00Z, true",
    "2026-11-29T12:00:07.25Z, true",
  })
  void whatBeganSinceTheDeploymentBeganEndsIt_thoughTheWatchCameLater(
      String opened, boolean worse) {
    var incident =
        reason("incident", "hold", "incident:3", "incident 3 is open").put("since", opened);
    var watch =
        new GateWatch(
            "shop",
            answer(incident),
            Optional.of(Instant.parse("2026-11-29T12:00:00Z")),
            Duration.ofMinutes(1));

    assertThat(watch.see(told(incident), at(0)).end().isPresent()).isEqualTo(worse);
  }

  @Test
  void newIncidentEndsIt_alsoOneThatHoldsNothing() {
    var step =
        watch().see(told(reason("incident", "note", "incident:4", "incident 4 is open")), at(5));

    assertThat(step.end())
        .contains(new End(GateAnswer.HOLD, "shop is worse than before: incident 4 is open"));
  }

  @Test
  void anotherProbeThatIsDownEndsIt() {
    var one = reason("down", "hold", "down:a", "probe a is down");
    var two = reason("down", "hold", "down:b", "probe b is down");

    assertThat(watch(one).see(told(one, two), at(5)).end()).isPresent();
  }

  @Test
  void burnEndsItOnlyWhereItPages() {
    var watch = watch();

    assertThat(watch.see(told(reason("burn", "note", "burn:x", "x burns")), at(5)).end()).isEmpty();
    assertThat(watch.see(told(reason("burn", "hold", "burn:x", "x burns")), at(10)).end())
        .isPresent();
  }

  @Test
  void freezesAndSpentBudgetsAreNoFaultOfTheDeployment() {
    var step =
        watch()
            .see(
                told(
                    reason("freeze", "hold", "freeze:x", "shop is frozen"),
                    reason("budget", "hold", "budget:x", "100 % is spent")),
                at(5));

    assertThat(step.end()).isEmpty();
  }

  @Test
  void changesAreTold_butNotEachMoveOfANumber() {
    var watch = watch(reason("budget", "note", "budget:x", "50 % is spent"));

    assertThat(
            watch
                .see(
                    told(
                        reason("budget", "note", "budget:x", "51 % is spent"),
                        reason("failing", "note", "failing:a", "probe a fails: 1 of 3")),
                    at(5))
                .changes())
        .containsExactly("now: probe a fails: 1 of 3");
    assertThat(
            watch
                .see(told(reason("failing", "note", "failing:a", "probe a fails: 2 of 3")), at(10))
                .changes())
        .containsExactly("now: probe a fails: 2 of 3", "no longer: 51 % is spent");
    assertThat(watch.see(told(), at(15)).changes())
        .containsExactly("no longer: probe a fails: 2 of 3");
  }

  @Test
  void aMomentWithoutAnAnswerIsForgiven_aMinuteIsNot() {
    var watch = watch();
    var silent = new Asked.Silent("nobody answers");

    assertThat(watch.see(told(), at(0)).end()).isEmpty();
    assertThat(watch.see(silent, at(5)).changes()).containsExactly("not known: nobody answers");
    assertThat(watch.see(silent, at(55)).end()).isEmpty();
    assertThat(watch.see(told(), at(58)).changes()).containsExactly("known again");
    assertThat(watch.see(silent, at(63)).end()).isEmpty();
    assertThat(watch.over(at(65)).answer()).isEqualTo(GateAnswer.UNKNOWN);
    assertThat(watch.see(silent, at(118)).end())
        .contains(new End(GateAnswer.UNKNOWN, "nobody answers"));
  }

  @Test
  void whatIsNotKnownOfTheServiceIsNotGood() {
    var watch = watch();

    watch.see(told(reason("state", "unknown", "state", "how shop is, is not known")), at(5));

    assertThat(watch.over(at(10)))
        .isEqualTo(new End(GateAnswer.UNKNOWN, "how shop is, is not known"));
  }

  private static GateWatch watch(ObjectNode... reasons) {
    return new GateWatch("shop", answer(reasons), Optional.empty(), Duration.ofMinutes(1));
  }

  private static Asked told(ObjectNode... reasons) {
    return new Asked.Told(answer(reasons));
  }

  private static JsonNode answer(ObjectNode... reasons) {
    var answer = JSON.createObjectNode();
    var list = answer.putArray("reasons");
    for (var reason : reasons) {
      list.add(reason);
    }
    return answer;
  }

  private static ObjectNode reason(String kind, String effect, String key, String text) {
    return JSON.createObjectNode()
        .put("kind", kind)
        .put("effect", effect)
        .put("key", key)
        .put("text", text);
  }

  private static Duration at(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
