package dev.nines.probe.net;

import java.net.InetAddress;

/** What a run is about to connect to, or to have a proxy connect to. */
public sealed interface Destination {
  /** {@return the name or address, as the target, the redirect or the module has it} */
  String host();

  /**
   * The target, or where it leads: chosen by whoever asks.
   *
   * @param host as the target or the redirect names it
   * @param address what the name was resolved to
   */
  record Target(String host, InetAddress address) implements Destination {}

  /**
   * The target where a proxy looks its name up: which address that will be nobody knows here.
   *
   * @param host as the target or the redirect names it; no address
   */
  record NamedTarget(String host) implements Destination {}

  /**
   * What the module itself declares, a proxy or the endpoint of a token: chosen by whoever wrote
   * the module.
   *
   * @param host as the module names it
   * @param address what the name was resolved to
   */
  record Declared(String host, InetAddress address) implements Destination {}
}
