package dev.nines.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.channel.ChannelSpec.Match;
import dev.nines.incident.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatchTest {
  private static final Map<String, List<String>> PAYMENTS =
      Map.of("team", List.of("payments", "checkout"), "tier", List.of("1"));

  @Test
  void everyWantedLabelMustHaveOneOfItsValues() {
    var match =
        new Match(Set.of(), Set.of(), Map.of("team", Set.of("payments", "x"), "tier", Set.of("1")));

    assertThat(match.accepts("shop", PAYMENTS, Severity.INFO)).isTrue();
    assertThat(match.accepts("shop", Map.of("team", List.of("payments")), Severity.INFO)).isFalse();
    assertThat(
            match.accepts(
                "shop", Map.of("team", List.of("y"), "tier", List.of("1")), Severity.INFO))
        .isFalse();
  }

  @Test
  void labelsServicesAndSeveritiesMustAllMatch() {
    var match =
        new Match(Set.of("shop"), Set.of(Severity.CRITICAL), Map.of("team", Set.of("payments")));

    assertThat(match.accepts("shop", PAYMENTS, Severity.CRITICAL)).isTrue();
    assertThat(match.accepts("mail", PAYMENTS, Severity.CRITICAL)).isFalse();
    assertThat(match.accepts("shop", PAYMENTS, Severity.ERROR)).isFalse();
    assertThat(match.accepts("shop", Map.of(), Severity.CRITICAL)).isFalse();
  }

  @Test
  void nothingWantedIsEverything() {
    assertThat(Match.ALL.accepts("shop", Map.of(), Severity.INFO)).isTrue();
  }
}
