package dev.nines.engine.blackbox;

/** Why Nines differs where it does, in the words of docs/reference/probing.md. */
final class Differences {
  static final String NO_TARGET = "A target that is no URL or no address is not resolved first";
  static final String HOSTNAME_FOR_TCP =
      "hostname= is for TCP modules too, as in blackbox_exporter since 0.24.0";
  static final String OWN_WORDS = "A request that is refused is told why in Nines' own words";
  static final String LATE_FILES = "A file of tls_config is read once the target is connected to";

  static final String COUNTED_REDIRECT = "A redirect to what is no URL counts among the redirects";
  static final String OTHER_PORT =
      "server_name goes along to another port of the same host, and is dropped on another host";

  static final String SECRETS_STAY =
      "so are declared secrets and credentials, which blackbox_exporter sends on";
  static final String TOKEN_IN_TIME =
      "A token's endpoint that hangs ends the run at its deadline; blackbox_exporter waits on";

  private Differences() {}
}
