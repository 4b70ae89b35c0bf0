package dev.nines.probe;

import java.net.InetAddress;
import java.util.Optional;

/**
 * What one hop of a run with redirects asked, and what came of it.
 *
 * @param hop 0 for the first request, 1 for the first redirect, and so on
 * @param url what was asked, without user information and secrets
 * @param address where, once its name was resolved
 * @param status of its answer, where there was one
 */
public record HopFacts(
    int hop, String url, Optional<InetAddress> address, Optional<Integer> status) {
  /**
   * The same as the hop of another number.
   *
   * @param number the number
   * @return the hop
   */
  public HopFacts at(int number) {
    return new HopFacts(number, url, address, status);
  }

  /**
   * The same under another URL.
   *
   * @param other the URL
   * @return the hop
   */
  public HopFacts with(String other) {
    return new HopFacts(hop, other, address, status);
  }
}
