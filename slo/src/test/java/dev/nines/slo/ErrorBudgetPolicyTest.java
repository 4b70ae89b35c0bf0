package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.nines.slo.ErrorBudgetPolicy.Step;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorBudgetPolicyTest {
  private static final Step LOOK = new Step(new BigDecimal("0.5"), "look");
  private static final Step FREEZE = new Step(BigDecimal.ONE, "freeze", true);

  @Test
  void stepIsTheLastOneReached() {
    var policy = new ErrorBudgetPolicy("p", "P", List.of(LOOK, FREEZE));

    assertThat(policy.step(0)).isEmpty();
    assertThat(policy.step(0.499)).isEmpty();
    assertThat(policy.step(0.5)).contains(LOOK);
    assertThat(policy.step(0.999)).contains(LOOK);
    assertThat(policy.step(1)).contains(FREEZE);
    assertThat(policy.step(7)).contains(FREEZE);
  }

  @Test
  void deploymentsStayFrozenAtLaterSteps() {
    var later = new Step(new BigDecimal("1.5"), "tell the owner");
    var policy = new ErrorBudgetPolicy("p", "P", List.of(LOOK, FREEZE, later));

    assertThat(policy.freezing(0.999)).isEmpty();
    assertThat(policy.freezing(1)).contains(FREEZE);
    assertThat(policy.freezing(2)).contains(FREEZE);
    assertThat(policy.freezes()).isTrue();
    assertThat(new ErrorBudgetPolicy("p", "P", List.of(LOOK)).freezes()).isFalse();
  }

  @Test
  void stepsAscend() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ErrorBudgetPolicy("p", "P", List.of(FREEZE, LOOK)))
        .withMessageStartingWith("steps not ascending");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ErrorBudgetPolicy("p", "P", List.of()));
  }
}
