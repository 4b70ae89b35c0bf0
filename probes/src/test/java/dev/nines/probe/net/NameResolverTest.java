package dev.nines.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nines.probe.IpSpec;
import dev.nines.probe.IpSpec.Version;
import dev.nines.probe.NetworkSpec;
import java.net.InetAddress;
import java.util.List;
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
        var deadline = deadlines.start(java.time.Duration.ofSeconds(5))) {
      assertThat(resolver.resolve("192.0.2.2", NetworkSpec.DEFAULT, deadline))
          .isEqualTo(OTHER_FOUR);
      assertThat(resolver.resolve("2001:db8::1", NetworkSpec.DEFAULT, deadline)).isEqualTo(SIX);
      assertThat(resolver.resolve("[2001:db8::1]", NetworkSpec.DEFAULT, deadline)).isEqualTo(SIX);
      assertThat(resolver.resolve("db1", NetworkSpec.DEFAULT, deadline)).isEqualTo(FOUR);
    }
  }

  private static InetAddress choose(Version preferred, boolean fallback, InetAddress... addresses)
      throws ProbeFault {
    return NameResolver.choose("shop.example", List.of(addresses), new IpSpec(preferred, fallback));
  }
}
