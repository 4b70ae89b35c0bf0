package dev.nines.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import okio.ByteString;
import org.junit.jupiter.api.Test;

class KnownChainsTest {
  private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

  private final KnownChains<String> known = new KnownChains<>(List.of());

  @Test
  void nothingIsRememberedForLongerThanAnHour_inEitherDirection() {
    known.add(key(1), List.of(), NOON, "yes");

    assertThat(known.find(key(1), NOON.plus(KnownChains.LONGEST).minusMillis(1))).contains("yes");
    assertThat(known.find(key(1), NOON.plus(KnownChains.LONGEST))).isEmpty();
    assertThat(known.find(key(1), NOON.minus(KnownChains.LONGEST))).isEmpty();
  }

  @Test
  void leastAskedForIsForgottenFirst_becauseMemoryIsBounded() {
    for (var i = 0; i < KnownChains.MOST; i++) {
      known.add(key(i), List.of(), NOON, "answer " + i);
    }
    known.find(key(0), NOON);
    known.add(key(KnownChains.MOST), List.of(), NOON, "one more");

    assertThat(known.find(key(0), NOON)).contains("answer 0");
    assertThat(known.find(key(1), NOON)).isEmpty();
    assertThat(known.find(key(KnownChains.MOST), NOON)).contains("one more");
  }

  private static ByteString key(int number) {
    return ByteString.encodeUtf8("chain " + number);
  }
}
