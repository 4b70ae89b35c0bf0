package dev.nines.probe;

/**
 * Which IP version a probe uses.
 *
 * @param preferred the version that is tried first
 * @param fallback whether the other one may be used where the preferred one has no address
 */
public record IpSpec(Version preferred, boolean fallback) {
  /** blackbox_exporter's default: IPv6, then IPv4. */
  public static final IpSpec DEFAULT = new IpSpec(Version.IP6, true);

  /** An IP version. */
  public enum Version {
    /** IPv4. */
    IP4,
    /** IPv6. */
    IP6
  }
}
