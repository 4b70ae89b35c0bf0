package dev.nines.benchmarks.sidebyside;

import java.nio.file.Path;

/** What is probed. The module of the same name is in the file that both exporters read. */
enum Kind {
  /** A GET over plain HTTP. */
  HTTP(64),
  /** The same over TLS, with a whole handshake and a verified chain each time. */
  HTTPS(128),
  /** A connection that is opened and closed. */
  TCP(64);

  private final long memoryBarKibibytes;

  Kind(long memoryBarKibibytes) {
    this.memoryBarKibibytes = memoryBarKibibytes;
  }

  /** {@return most memory for one concurrent target that hangs, in KiB} */
  long memoryBarKibibytes() {
    return memoryBarKibibytes;
  }

  /** {@return the query of {@code /probe} for a target on this port} */
  String query(int port) {
    var target =
        switch (this) {
          case HTTP -> "http://127.0.0.1:" + port + "/";
          case HTTPS -> "https://127.0.0.1:" + port + "/";
          case TCP -> "127.0.0.1:" + port;
        };
    return "/probe?module=" + name() + "&target=" + target;
  }

  /**
   * The modules of both exporters: as a person would write them, all else by default.
   *
   * @param authority a PEM file
   */
  static String modules(Path authority) {
    return """
    modules:
      HTTP: {prober: http, timeout: 60s, http: {preferred_ip_protocol: ip4}}
      HTTPS:
        prober: http
        timeout: 60s
        http: {preferred_ip_protocol: ip4, tls_config: {ca_file: %s}}
      TCP: {prober: tcp, timeout: 60s, tcp: {preferred_ip_protocol: ip4}}
    """
        .formatted(authority);
  }
}
