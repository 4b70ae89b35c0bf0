package dev.nines.engine.blackbox;

import dev.nines.engine.configuration.AllowedTarget;
import dev.nines.probe.net.AddressRule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may have what probed? Fetching whatever somebody names is an open proxy, so only clients on
 * this machine may name any target; others reach what {@code probeEndpoint.allowedTargets} lists.
 *
 * @param allowed what others may reach
 * @param externalUrl the name under which a proxy in front may also call this machine its own
 */
public record ProbeGuard(List<AllowedTarget> allowed, URI externalUrl) {
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /** Where a cloud keeps its machines' credentials on IPv6. */
  private static final String METADATA_6 = "fd00:ec2:0:0:0:0:0:254";

  /** Copies the list. */
  public ProbeGuard {
    allowed = List.copyOf(allowed);
  }

  /**
   * What a request says of who sent it.
   *
   * @param address of the peer of the connection
   * @param host its Host header, where it has one
   * @param forwarded whether a proxy says that it speaks for somebody else
   */
  record Client(InetAddress address, @Nullable String host, boolean forwarded) {}

  /**
   * Tells where a run for this client may connect to.
   *
   * @throws Refusal when it may connect nowhere
   */
  AddressRule rule(Client client) throws Refusal {
    var local = isLocal(client);
    if (!local && allowed.isEmpty()) {
      throw new Refusal(
          403,
          "/probe answers clients on this machine only: list what others may reach in"
              + " probeEndpoint.allowedTargets");
    }
    return (host, address) -> refusal(local, host, address);
  }

  private Optional<String> refusal(boolean local, String host, InetAddress address) {
    var listed =
        allowed.stream()
            .anyMatch(entry ->
                switch (entry) {
                  case AllowedTarget.Network network -> network.allows(host, address);
                  // a name can lead anywhere: it does not open the way to metadata
                  case AllowedTarget.Host name ->
                      !isMetadata(address) && name.allows(host, address);
                });
    if (listed || (local && !isMetadata(address))) {
      return Optional.empty();
    }
    return Optional.of(
        "%s (%s) is not among probeEndpoint.allowedTargets"
            .formatted(host, address.getHostAddress()));
  }

  /** A page in somebody's browser, and a proxy, come from this machine too. */
  private boolean isLocal(Client client) {
    return client.address().isLoopbackAddress() && !client.forwarded() && ownName(client.host());
  }

  private boolean ownName(@Nullable String hostHeader) {
    if (hostHeader == null) {
      return true; // HTTP/1.0, which no browser speaks
    }
    var host = hostHeader.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    return OWN_NAMES.contains(host) || host.equalsIgnoreCase(externalUrl.getHost());
  }

  private static boolean isMetadata(InetAddress address) {
    return address.isLinkLocalAddress()
        || (address instanceof Inet6Address && address.getHostAddress().equals(METADATA_6));
  }
}
