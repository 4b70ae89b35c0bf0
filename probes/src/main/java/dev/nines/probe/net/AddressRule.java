package dev.nines.probe.net;

import java.net.InetAddress;
import java.util.Optional;

/** May a run connect to an address? Asked at every connection, after each redirect too. */
@FunctionalInterface
public interface AddressRule {
  /** Every address will do. */
  AddressRule ANY = (_, _) -> Optional.empty();

  /**
   * Decides about one connection.
   *
   * @param host as the target or the redirect names it
   * @param address what the name was resolved to
   * @return why not, in a sentence; empty when it may
   */
  Optional<String> refusal(String host, InetAddress address);
}
