package dev.nines.engine.evidence;

import dev.nines.probe.HopFacts;
import java.net.InetAddress;
import java.util.Optional;

/**
 * One hop of a run with redirects.
 *
 * @param hop its number, as its phases have it
 * @param url what was asked, without user information and secrets
 * @param address where, once its name was resolved
 * @param status of its answer, where there was one
 */
public record KeptHop(int hop, String url, Optional<String> address, Optional<Integer> status) {
  /** Of what is no text, and the address. */
  private static final int FRAME = 110;

  private static final int MOST_URL = 256;

  /** Cuts the URL. */
  public KeptHop {
    url = Excerpt.of(url, MOST_URL);
  }

  /**
   * Keeps what there is room for.
   *
   * @param seen what a run saw
   * @return the hop
   */
  public static KeptHop of(HopFacts seen) {
    return new KeptHop(
        seen.hop(), seen.url(), seen.address().map(InetAddress::getHostAddress), seen.status());
  }

  /** {@return the hop for a person} */
  public String text() {
    return "%s, %s%s"
        .formatted(
            url,
            status.map(code -> "status " + code).orElse("no answer"),
            address.map(at -> ", " + at).orElse(""));
  }

  int bytes() {
    return FRAME + Excerpt.bytes(url);
  }
}
