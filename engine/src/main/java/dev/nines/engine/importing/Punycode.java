package dev.nines.engine.importing;

import java.net.IDN;

/** Hosts as DNS knows them: letters outside ASCII are no part of a target that Nines takes. */
final class Punycode {
  private Punycode() {}

  /** A target with its host in ASCII; as it is where it has none that could be written so. */
  static String of(String target) {
    var scheme = target.indexOf("://");
    var start = scheme < 0 ? 0 : scheme + 3;
    var end = start;
    while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    start = Math.max(start, target.substring(0, end).lastIndexOf('@') + 1);
    var colon = target.indexOf(':', start);
    var host = target.substring(start, colon >= 0 && colon < end ? colon : end);
    if (host.chars().allMatch(c -> c < 128)) {
      return target;
    }
    try {
      return target.substring(0, start)
          + IDN.toASCII(host)
          + target.substring(start + host.length());
    } catch (IllegalArgumentException e) { // told as no host by whoever reads it
      return target;
    }
  }
}
