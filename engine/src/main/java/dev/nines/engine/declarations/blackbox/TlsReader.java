package dev.nines.engine.declarations.blackbox;

import static java.util.stream.Collectors.toMap;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.probe.Content;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.TlsSpec.Version;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads {@code tls_config}, and how long a certificate must still be valid. */
final class TlsReader {
  private static final Map<String, Version> VERSIONS =
      Arrays.stream(Version.values()).collect(toMap(Version::name, Function.identity()));

  private final Contents contents;

  TlsReader(Contents contents) {
    this.contents = contents;
  }

  /** The settings of an http or tcp prober. */
  TlsSpec ofProber(Mapping prober) {
    var tls = read(prober);
    return new TlsSpec(
        tls.insecureSkipVerify(),
        tls.authorities(),
        tls.identity(),
        tls.serverName(),
        tls.minVersion(),
        tls.maxVersion(),
        prober.optional("fail_if_cert_expires_within").flatMap(TlsReader::validity));
  }

  private static Optional<Duration> validity(Field field) {
    return field.duration().filter(duration -> !duration.isZero());
  }

  TlsSpec read(Mapping of) {
    return of.optional("tls_config").flatMap(f -> f.mapping(this::config)).orElse(TlsSpec.DEFAULT);
  }

  private TlsSpec config(Mapping tls) {
    Contents.noSecretStore(tls, "ca_ref", "cert_ref", "key_ref");
    var oldest = version(tls, "min_version");
    var newest = version(tls, "max_version");
    if (oldest.isPresent() && newest.filter(v -> v.compareTo(oldest.get()) < 0).isPresent()) {
      tls.self().fault("max_version is older than min_version");
    }
    return new TlsSpec(
        Keys.flag(tls, "insecure_skip_verify", false),
        contents.openOrFile(tls, "ca"),
        identity(tls),
        Keys.filled(tls, "server_name").flatMap(contents::text),
        oldest.orElse(TlsSpec.DEFAULT.minVersion()),
        newest,
        Optional.empty());
  }

  private Optional<TlsSpec.Identity> identity(Mapping tls) {
    var certificate = contents.openOrFile(tls, "cert");
    var key = contents.secretOrFile(tls, "key");
    var certificateGiven = given(tls, "cert");
    if (certificateGiven != given(tls, "key")) {
      tls.self()
          .fault(
              certificateGiven
                  ? "a client certificate needs its key: key or key_file"
                  : "a client key needs its certificate: cert or cert_file");
    }
    return certificate.flatMap(c -> key.map(k -> identity(c, k)));
  }

  private static TlsSpec.Identity identity(Content certificate, Content key) {
    return new TlsSpec.Identity(certificate, key);
  }

  private static boolean given(Mapping tls, String key) {
    return Keys.filled(tls, key).isPresent() || Keys.filled(tls, key + "_file").isPresent();
  }

  private static Optional<Version> version(Mapping tls, String key) {
    var field = Keys.filled(tls, key);
    var version = field.flatMap(f -> f.oneOf(VERSIONS));
    if (version.filter(v -> v.compareTo(Version.TLS12) < 0).isPresent()) {
      field.ifPresent(
          f -> f.warn("TLS 1.0 and 1.1 are refused by the JDK, so TLS 1.2 is the least"));
    }
    return version;
  }
}
