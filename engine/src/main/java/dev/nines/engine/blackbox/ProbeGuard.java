package dev.nines.engine.blackbox;

import dev.nines.engine.access.Client;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.configuration.AllowedTarget;
import dev.nines.probe.net.AddressRule;
import dev.nines.probe.net.Destination;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may have what probed? Fetching whatever somebody names is an open proxy, so only clients on
 * this machine may name any target; others reach what {@code probeEndpoint.allowedTargets} lists.
 * What a module declares, such as its proxy, nobody who asks has chosen: it need not be listed. But
 * for whom ever a run is, it reaches the metadata of a cloud only where their network is listed.
 *
 * @param allowed what others may reach
 * @param own tells who is on this machine
 */
public record ProbeGuard(List<AllowedTarget> allowed, OwnMachine own) {
  /** Where clouds keep their machines' credentials, besides the link-local 169.254.169.254. */
  private static final Set<String> METADATA =
      Set.of(
          "fd00:ec2:0:0:0:0:0:254", // AWS on IPv6
          "100.100.100.200", // Alibaba
          "168.63.129.16", // Azure's WireServer
          "192.0.0.192"); // Oracle

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
    return destination ->
        switch (destination) {
          case Destination.Target(var host, var address) -> refusal(local, host, address);
          case Destination.NamedTarget(var host) -> local ? Optional.empty() : refusal(host);
          case Destination.Declared(var host, var address) -> refusal(true, host, address);
        };
  }

  private Optional<String> refusal(boolean any, String host, InetAddress address) {
    var listed =
        allowed.stream()
            .anyMatch(entry ->
                switch (entry) {
                  case AllowedTarget.Network network -> network.allows(address);
                  // a name can lead anywhere: it does not open the way to metadata
                  case AllowedTarget.Host name -> !isMetadata(address) && name.allows(host);
                });
    return listed || (any && !isMetadata(address))
        ? Optional.empty()
        : Optional.of(
            "%s (%s) is not among probeEndpoint.allowedTargets"
                .formatted(host, address.getHostAddress()));
  }

  private Optional<String> refusal(String host) {
    var listed =
        allowed.stream()
            .anyMatch(entry ->
                switch (entry) {
                  case AllowedTarget.Network _ -> false;
                  case AllowedTarget.Host name -> name.allows(host);
                });
    return listed
        ? Optional.empty()
        : Optional.of(
            "%s is not among the names of probeEndpoint.allowedTargets, and which address it has only the module's proxy knows"
                .formatted(host));
  }

  private static boolean isMetadata(InetAddress address) {
    return address.isLinkLocalAddress() || METADATA.contains(address.getHostAddress());
  }
}
