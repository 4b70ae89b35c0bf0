package dev.nines.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nines.probe.FailureReason;
import dev.nines.probe.IpSpec;
import dev.nines.probe.IpSpec.Version;
import dev.nines.probe.NetworkSpec;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class NameResolverTest {
  private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER_FOUR = InetAddress.ofLiteral("192.0.2.2");
  private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::1");

  @Test
  void preferredVersionIsTakenWhereverItStands() throws ProbeFault {
    assertThat(choose(Version.IP6, true, FOUR, SIX)).isEqualTo(SIX);
    assertThat(choose(Version.IP4, true, SIX, FOUR, OTHER_FOUR)).isEqualTo(FOUR);
  }

  @Test
  void otherVersionIsTakenOnlyWithFallback_andThenTheLastAsThePeerDoes() throws ProbeFault {
    assertThat(choose(Version.IP6, true, FOUR, OTHER_FOUR)).isEqualTo(OTHER_FOUR);
    assertThatExceptionOfType(ProbeFault.class)
        .isThrownBy(() -> choose(Version.IP6, false, FOUR))
        .withMessage("no IPv6 address for shop.example");
  }

  @Test
  void noAddressAtAllIsAFault() {
    assertThatExceptionOfType(ProbeFault.class)
        .isThrownBy(() -> choose(Version.IP6, true))
        .withMessage("no address for shop.example");
  }

  @Test
  void literalsNeedNoLookUp_andANameMayEndInADigit() throws Exception {
    try (var resolver = new NameResolver(_ -> List.of(FOUR));
        var deadlines = new Deadlines();
        var deadline = deadlines.start(Duration.ofSeconds(5))) {
      assertThat(resolver.resolve("192.0.2.2", NetworkSpec.DEFAULT, deadline))
          .isEqualTo(OTHER_FOUR);
      assertThat(resolver.resolve("2001:db8::1", NetworkSpec.DEFAULT, deadline)).isEqualTo(SIX);
      assertThat(resolver.resolve("[2001:db8::1]", NetworkSpec.DEFAULT, deadline)).isEqualTo(SIX);
      assertThat(resolver.resolve("db1", NetworkSpec.DEFAULT, deadline)).isEqualTo(FOUR);
    }
  }

  @Test
  void deadDnsServersHoldUpNoOtherName() throws Exception {
    try (var resolver = new NameResolver(_ -> List.of(FOUR));
        var deadlines = new Deadlines();
        var silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var asking = Executors.newVirtualThreadPerTaskExecutor();
        var others = deadlines.start(Duration.ofSeconds(20))) {
      var dead = (InetSocketAddress) silent.getLocalSocketAddress();
      var network =
          new NetworkSpec(
              NetworkSpec.DEFAULT.ip(), NetworkSpec.DEFAULT.source(), Optional.of(dead));
      for (var i = 0; i < 300; i++) {
        var _ = asking.submit(() -> resolver.resolve("a.example", network, others));
      }
      silent.receive(new DatagramPacket(new byte[512], 512)); // they are under way
      for (var i = 0; i < 100; i++) {
        silent.receive(new DatagramPacket(new byte[512], 512));
      }

      try (var deadline = deadlines.start(Duration.ofSeconds(5))) {
        assertThat(resolver.resolve("shop.example", NetworkSpec.DEFAULT, deadline)).isEqualTo(FOUR);
      }
      others.pass();
    }
  }

  @Test
  void noFreeThreadUntilTheDeadlineIsTheProbersFault() throws Exception {
    var end = new CountDownLatch(1);
    var hanging = new CountDownLatch(64);
    try (var resolver =
            new NameResolver(_ -> {
              hanging.countDown();
              awaitQuietly(end);
              return List.of(FOUR);
            });
        var deadlines = new Deadlines();
        var asking = Executors.newVirtualThreadPerTaskExecutor();
        var others = deadlines.start(Duration.ofSeconds(20));
        var deadline = deadlines.start(Duration.ofMillis(100))) {
      for (var i = 0; i < 64; i++) {
        var _ = asking.submit(() -> resolver.resolve("a.example", NetworkSpec.DEFAULT, others));
      }
      hanging.await();

      assertThatExceptionOfType(ProbeFault.class)
          .isThrownBy(() -> resolver.resolve("shop.example", NetworkSpec.DEFAULT, deadline))
          .withMessage(
              "no thread was free to look up shop.example within 100ms: all 64 wait for other"
                  + " names")
          .extracting(ProbeFault::reason)
          .isEqualTo(FailureReason.PROBER);
      end.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static InetAddress choose(Version preferred, boolean fallback, InetAddress... addresses)
      throws ProbeFault {
    return NameResolver.choose("shop.example", List.of(addresses), new IpSpec(preferred, fallback));
  }
}
