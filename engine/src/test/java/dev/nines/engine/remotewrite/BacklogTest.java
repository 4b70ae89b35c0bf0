package dev.nines.engine.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  @Test
  void oldestRoundGoesAsAWhole_becauseThereIsNoRoomForItsBytes() throws Exception {
    var backlog = new Backlog(250);

    assertThat(backlog.add(List.of(batch(0, 7), batch(0, 8)))).isZero();
    assertThat(backlog.add(List.of(batch(1, 9)))).isEqualTo(15);
    assertThat(backlog.first()).isEqualTo(batch(1, 9));
    assertThat(backlog.samples()).isEqualTo(9);
  }

  @Test
  void newestRoundWaitsHoweverLargeItIs() throws Exception {
    var backlog = new Backlog(150);

    assertThat(backlog.add(List.of(batch(0, 7), batch(0, 8)))).isZero();
    assertThat(backlog.first()).isEqualTo(batch(0, 7));
  }

  @Test
  void roundsAreBoundedToo_alsoWhereSomeAreSent() throws Exception {
    var backlog = new Backlog(Long.MAX_VALUE);
    for (var minute = 0; minute < Backlog.MOST_ROUNDS; minute++) {
      assertThat(backlog.add(List.of(batch(minute, 1), batch(minute, 2)))).isZero();
    }

    assertThat(backlog.add(List.of(batch(60, 1)))).isEqualTo(3);
    assertThat(backlog.remove(batch(1, 1))).isTrue();
    assertThat(backlog.add(List.of(batch(61, 1)))).isEqualTo(2);
    assertThat(backlog.remove(batch(2, 1))).isTrue();
    assertThat(backlog.remove(batch(2, 2))).isTrue();
    assertThat(backlog.add(List.of(batch(62, 1)))).as("one was sent").isZero();
  }

  @Test
  void batchThatHadToGoMeanwhileIsNotRemovedAgain() throws Exception {
    var backlog = new Backlog(150);
    backlog.add(List.of(batch(0, 7)));
    var underWay = backlog.first();
    backlog.add(List.of(batch(1, 9)));

    assertThat(backlog.remove(underWay)).isFalse();
    assertThat(backlog.samples()).isEqualTo(9);
  }

  private static Batch batch(int minute, int samples) {
    return new Batch(NOON.plusSeconds(minute * 60L), samples, ByteString.copyFrom(new byte[100]));
  }
}
