package dev.nines.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class EventCountsTest {
  @Test
  void badIsTheRest() {
    assertThat(new EventCounts(3, 5).bad()).isEqualTo(2);
  }

  @Test
  void countsAddUp() {
    assertThat(new EventCounts(3, 5).plus(new EventCounts(1, 1))).isEqualTo(new EventCounts(4, 6));
  }

  @Test
  void goodIsWithinTheTotal() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EventCounts(2, 1))
        .withMessage("good not in [0, total]: 2 of 1");
    assertThatIllegalArgumentException().isThrownBy(() -> new EventCounts(-1, 1));
  }
}
