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
   * Tells by which method a redirect is followed.
   *
   * @param method of the request that was answered
   * @param status of the answer: 301, 302, 303, 307 or 308
   * @return the method of the next one
   */
  public static String methodAfter(String method, int status) {
    var kept = keepsBody(status) || method.equals("GET") || method.equals("HEAD");
    return kept ? method : "GET";
  }

  /**
   * Tells whether a redirect is followed with the same body.
   *
   * @param status of the answer: 301, 302, 303, 307 or 308
   * @return whether it is
   */
  public static boolean keepsBody(int status) {
    return status == 307 || status == 308;
  }

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
