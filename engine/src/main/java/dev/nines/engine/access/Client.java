package dev.nines.engine.access;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of who sent it.
 *
 * @param address of the peer of the connection
 * @param host its Host header, where it has one
 * @param forwarded whether a proxy says that it speaks for somebody else
 * @param origin of the page that sent it, where a browser says so
 * @param site how that page stands to Nines ({@code Sec-Fetch-Site}), where a browser says so: it
 *     does also for an image, which has no origin
 */
public record Client(
    InetAddress address,
    @Nullable String host,
    boolean forwarded,
    @Nullable String origin,
    @Nullable String site) {
  /** What a proxy adds to a request that it passes on. */
  private static final List<String> FORWARDED =
      List.of("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP");

  /**
   * Reads a request.
   *
   * @param request the request
   * @return who sent it
   */
  public static Client of(HttpServletRequest request) {
    return new Client(
        InetAddress.ofLiteral(request.getRemoteAddr()),
        request.getHeader("Host"),
        FORWARDED.stream().anyMatch(name -> request.getHeader(name) != null),
        request.getHeader("Origin"),
        request.getHeader("Sec-Fetch-Site"));
  }
}
