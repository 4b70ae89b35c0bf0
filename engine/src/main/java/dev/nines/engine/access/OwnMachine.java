package dev.nines.engine.access;

import dev.nines.probe.Targets;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who counts as on this machine: a page in somebody's browser, and a proxy, come from here too.
 *
 * @param externalUrl the name under which a proxy in front may also call this machine its own
 */
public record OwnMachine(URI externalUrl) {
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  /** What a browser says where no page of somebody else's is behind the request. */
  private static final Set<String> NO_STRANGER = Set.of("none", "same-origin");

  /**
   * Tells whether a client is on this machine, and called it by one of its own names.
   *
   * @param client who asks
   * @return whether it is
   */
  public boolean holds(Client client) {
    return client.address().isLoopbackAddress() && !client.forwarded() && isOwn(client.host());
  }

  /**
   * Tells whether a client on this machine asked by itself, not by a page of somebody else's that
   * its browser shows.
   *
   * @param client who asks
   * @return whether it may have something done
   */
  public boolean mayAct(Client client) {
    return holds(client)
        && isOwnPage(client.origin())
        && (client.site() == null || NO_STRANGER.contains(client.site()));
  }

  /**
   * Tells whether a browser says that a page of somebody else's is behind the request: of another
   * site, or of another port of this machine.
   *
   * @param client who asks
   * @return whether it is; a program, which says nothing of pages, is none
   */
  public boolean isStrangersPage(Client client) {
    var origin = client.origin();
    if (client.site() != null) {
      return !NO_STRANGER.contains(client.site());
    }
    return origin != null
        && !origin.replaceFirst("^https?://", "").equalsIgnoreCase(client.host())
        && !origin.equalsIgnoreCase(externalOrigin());
  }

  private String externalOrigin() {
    return externalUrl.getScheme() + "://" + externalUrl.getRawAuthority();
  }

  private boolean isOwn(@Nullable String hostHeader) {
    if (hostHeader == null) {
      return true; // HTTP/1.0, which no browser speaks
    }
    var host = hostHeader.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
    return NAMES.contains(host) || host.equalsIgnoreCase(Targets.host(externalUrl));
  }

  private boolean isOwnPage(@Nullable String origin) {
    return origin == null || isOwn(origin.replaceFirst("^https?://", ""));
  }
}
