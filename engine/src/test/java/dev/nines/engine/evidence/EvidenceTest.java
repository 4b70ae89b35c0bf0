package dev.nines.engine.evidence;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.probe.Phase;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceTest {
  @Test
  void whatTheRunSawIsKept() {
    var evidence = Evidence.of(SeenRuns.outOfOrder());

    assertThat(evidence.address()).contains("127.0.0.1");
    assertThat(evidence.http().orElseThrow().status()).isEqualTo(503);
    assertThat(evidence.phases()).isEqualTo(SeenRuns.outOfOrder().phases());
    assertThat(evidence.certificate())
        .contains(
            new Certificate(
                "CN=shop.test",
                "CN=Test CA",
                Instant.parse("2026-12-03T12:00:00Z"),
                Instant.parse("2026-12-03T12:00:00Z"),
                Optional.empty()));
    assertThat(evidence.hops())
        .extracting(KeptHop::text)
        .containsExactly(
            "https://shop.test/, status 302, 127.0.0.1",
            "https://shop.test/<b>, status 503, 127.0.0.1");
    var answer = evidence.answer().orElseThrow();
    assertThat(answer.headers()).contains(new KeptAnswer.Header("Retry-After", "120")).hasSize(3);
    assertThat(answer.moreHeaders()).isZero();
    assertThat(answer.bodyStart()).isEqualTo("<h1>Back soon</h1><script>alert(1)</script>");
  }

  @Test
  void evidenceOfBeforeThereWereHopsAndNotesIsStillRead() {
    var old =
        "{\"phases\":[],\"steps\":[],\"answer\":{\"headers\":[],\"moreHeaders\":0,\"bodyStart\":\"a\"}}";

    var evidence = EvidenceJson.evidence(old).orElseThrow();

    assertThat(evidence.hops()).isEmpty();
    assertThat(evidence.answer().orElseThrow().notes()).isEmpty();
  }

  @Test
  void stepsHaveTheirNamesAndVerdicts() {
    var evidence = Evidence.of(SeenRuns.secondStepFailed());

    assertThat(evidence.steps())
        .containsExactly(
            new Step("log in", true, Optional.empty(), Optional.of(200), 0, 0, 81_000_000),
            new Step(
                "<b>pay</b>",
                false,
                SeenRuns.secondStepFailed().failure(),
                Optional.empty(),
                1,
                1,
                1_919_000_000));
  }

  @Test
  void whateverATargetSendsFits_andComesBackAsItWasKept() throws IOException {
    var random = new Random(11);
    var largest = 0;
    for (var i = 0; i < 2_000; i++) {
      var evidence = Evidence.of(SeenRuns.random(random));
      var text = EvidenceJson.text(evidence);
      var asBytes = new ObjectMapper().writeValueAsBytes(EvidenceJson.tree(evidence));

      assertThat(text.getBytes(UTF_8).length).isLessThanOrEqualTo(evidence.bytes());
      assertThat(asBytes.length).isLessThanOrEqualTo(evidence.bytes());
      assertThat(evidence.bytes()).isLessThanOrEqualTo(Evidence.MOST_BYTES);
      assertThat(text).doesNotContain("\\u0000").doesNotContain("\0");
      assertThat(EvidenceJson.evidence(text)).contains(evidence);
      assertThat(EvidenceJson.evidence(new ObjectMapper().readTree(asBytes))).contains(evidence);
      largest = Math.max(largest, evidence.bytes());
    }
    assertThat(largest).as("worth bounding").isGreaterThan(Evidence.MOST_BYTES / 2);
  }

  @Test
  void headersThatThereIsNoRoomForAreCounted_andTheLastHopsStay() {
    var random = new Random(5);
    for (var i = 0; i < 200; i++) {
      var run = SeenRuns.random(random);
      var evidence = Evidence.of(run);
      var answer = evidence.answer().orElseThrow();

      assertThat(answer.headers().size() + answer.moreHeaders())
          .isEqualTo(run.answer().orElseThrow().headers().size());
      var last = run.phases().size();
      assertThat(evidence.phases()).isEqualTo(run.phases().subList(Math.max(0, last - 60), last));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "3", "{}", "{\"phases\":[[\"TELEPATHY\",0,1,2]],\"steps\":[]}", "{"})
  void evidenceThatCannotBeReadIsNone(String text) {
    assertThat(EvidenceJson.evidence(text)).isEmpty();
  }

  @Test
  void evidenceOfANewerNinesIsRead() {
    var newer =
        """
        {"address":"::1","phases":[["CONNECT",0,1,2]],"steps":[],\
        "steps":[],"weather":"fine"}\
        """;

    var evidence = EvidenceJson.evidence(newer).orElseThrow();

    assertThat(evidence.phases()).singleElement().extracting("phase").isEqualTo(Phase.CONNECT);
    assertThat(evidence.http()).isEmpty();
    assertThat(evidence.answer()).isEmpty();
  }
}
