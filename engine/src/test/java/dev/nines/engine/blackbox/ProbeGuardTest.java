package dev.nines.engine.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.nines.engine.access.Client;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.configuration.AllowedTarget;
import dev.nines.probe.net.Destination;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeGuardTest {
  private static final OwnMachine NAMED = new OwnMachine(URI.create("https://nines.example:8443/"));
  private static final ProbeGuard NOTHING_LISTED = new ProbeGuard(List.of(), NAMED);
  private static final Client HERE = client("127.0.0.1", "localhost:8080", false);

  private static Client client(String address, @Nullable String host, boolean forwarded) {
    return new Client(InetAddress.ofLiteral(address), host, forwarded, null, null);
  }

  private static ProbeGuard listing(String... entries) {
    return new ProbeGuard(
        Arrays.stream(entries).map(e -> AllowedTarget.parse(e).orElseThrow()).toList(), NAMED);
  }

  private static boolean mayReach(ProbeGuard guard, Client client, String host, String address)
      throws Refusal {
    return mayReach(guard, client, new Destination.Target(host, InetAddress.ofLiteral(address)));
  }

  private static boolean mayReach(ProbeGuard guard, Client client, Destination destination)
      throws Refusal {
    return guard.rule(client).refusal(destination).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost, false",
    "127.0.0.1, localhost:8080, false",
    "127.0.0.2, 127.0.0.1:8080, false",
    "::1, [::1]:8080, false",
    "127.0.0.1, NINES.example, false",
    "127.0.0.1, nines.example:8443, false",
    "127.0.0.1, , false"
  })
  void clientsOfThisMachineMayReachAnything(String address, String host, boolean forwarded)
      throws Refusal {
    assertThat(
            mayReach(NOTHING_LISTED, client(address, host, forwarded), "shop.example", "192.0.2.1"))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.9, localhost, false", // from elsewhere, whatever it says
    "127.0.0.1, evil.example, false", // a browser whose name for us was rebound
    "127.0.0.1, localhost, true" // a proxy that speaks for somebody else
  })
  void othersAreRefusedWhereNothingIsListed(String address, String host, boolean forwarded) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> NOTHING_LISTED.rule(client(address, host, forwarded)))
        .matches(refusal -> refusal.status() == 403)
        .withMessageContaining("probeEndpoint.allowedTargets");
  }

  @ParameterizedTest
  @CsvSource({
    "shop.example, 10.1.2.3, true", // by its address
    "a.shop.example, 198.51.100.7, true", // by its name
    "other.example, 198.51.100.7, false",
    "a.shop.example, 169.254.169.254, false" // a listed name that leads to metadata
  })
  void othersReachWhatIsListed(String host, String address, boolean reached) throws Refusal {
    var guard = listing("10.0.0.0/8", "*.shop.example");

    assertThat(mayReach(guard, client("192.0.2.9", "nines", false), host, address))
        .isEqualTo(reached);
  }

  @ParameterizedTest
  @CsvSource({
    "169.254.169.254",
    "fe80::1",
    "fd00:ec2::254",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192"
  })
  void metadataIsReachedOnlyWhereItsNetworkIsListed(String address) throws Refusal {
    assertThat(mayReach(NOTHING_LISTED, HERE, "metadata", address)).isFalse();
    assertThat(mayReach(listing("*"), HERE, "metadata", address)).isFalse();
    assertThat(mayReach(listing(address), HERE, "metadata", address)).isTrue();
  }

  @Test
  void nameThatAProxyLooksUpMustBeListedAsAName() throws Refusal {
    var there = client("192.0.2.9", "nines", false);
    var shop = new Destination.NamedTarget("a.shop.example");
    var other = new Destination.NamedTarget("other.example");

    assertThat(mayReach(listing("*.shop.example"), there, shop)).isTrue();
    assertThat(mayReach(listing("*.shop.example", "10.0.0.0/8"), there, other)).isFalse();
    assertThat(listing("0.0.0.0/0", "::/0").rule(there).refusal(shop))
        .contains(
            "a.shop.example is not among the names of probeEndpoint.allowedTargets, and which address"
                + " it has only the module's proxy knows");
    assertThat(mayReach(NOTHING_LISTED, HERE, other)).isTrue();
  }

  @Test
  void whatTheModuleDeclaresNeedNotBeListed_unlessItIsMetadata() throws Refusal {
    var there = client("192.0.2.9", "nines", false);
    var proxy = new Destination.Declared("proxy", InetAddress.ofLiteral("192.0.2.3"));
    var metadata = new Destination.Declared("proxy", InetAddress.ofLiteral("169.254.169.254"));

    assertThat(mayReach(listing("shop.example"), there, proxy)).isTrue();
    assertThat(mayReach(listing("shop.example"), there, metadata)).isFalse();
    assertThat(mayReach(listing("proxy"), there, metadata)).isFalse();
    assertThat(mayReach(NOTHING_LISTED, HERE, metadata)).isFalse();
    assertThat(mayReach(listing("169.254.0.0/16"), there, metadata)).isTrue();
  }

  @Test
  void aListDoesNotBindClientsOfThisMachine() throws Refusal {
    assertThat(mayReach(listing("10.0.0.0/8"), HERE, "shop.example", "192.0.2.1")).isTrue();
  }
}
