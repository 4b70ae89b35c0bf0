package dev.nines.engine.blackbox;

import dev.nines.engine.access.Client;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.configuration.AllowedTarget;
import dev.nines.probe.net.AddressRule;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Who may have what probed? Fetching whatever somebody names is an open proxy, so only clients on
 * this machine may name any target; others reach what {@code probeEndpoint.allowedTargets} lists.
 *
 * @param allowed what others may reach
 * @param own tells who is on this machine
 */
public record ProbeGuard(List<AllowedTarget> allowed, OwnMachine own) {
  /** Where a cloud keeps its machines' credentials on IPv6. */
  private static final String METADATA_6 = "fd00:ec2:0:0:0:0:0:254";

  /** Copies the list. */
  public ProbeGuard {
    allowed = List.copyOf(allowed);
  }

  /**
   * Tells where a run for this client may connect to.
   *
   * @throws Refusal when it may connect nowhere
   */
  AddressRule rule(Client client) throws Refusal {
    var local = own.mayAct(client);
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

  private static boolean isMetadata(InetAddress address) {
    return address.isLinkLocalAddress()
        || (address instanceof Inet6Address && address.getHostAddress().equals(METADATA_6));
  }
}
