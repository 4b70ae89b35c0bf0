package dev.nines.engine.declarations.kinds;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.probe.Content;
import dev.nines.probe.IpSpec;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.TlsSpec;
import java.util.Map;
import java.util.Optional;

/** The keys of blackbox_exporter that its http and tcp probers have in common. */
final class BlackboxWords {
  /** RE2 compiles in memory and stack that grow with the pattern. */
  private static final int LONGEST_PATTERN = 1_000;

  private BlackboxWords() {}

  static NetworkSpec network(Mapping prober) {
    return new NetworkSpec(ip(prober), Optional.empty(), Optional.empty());
  }

  private static IpSpec ip(Mapping prober) {
    return new IpSpec(
        prober
            .optional("preferred_ip_protocol")
            .flatMap(f -> f.oneOf(Map.of("ip4", IpSpec.Version.IP4, "ip6", IpSpec.Version.IP6)))
            .orElse(IpSpec.DEFAULT.preferred()),
        flag(prober, "ip_protocol_fallback", IpSpec.DEFAULT.fallback()));
  }

  static Optional<TlsSpec> tls(Mapping prober) {
    return prober.optional("tls_config").flatMap(f -> f.mapping(BlackboxWords::tlsConfig));
  }

  private static TlsSpec tlsConfig(Mapping tls) {
    tls.unsupported("ca", "cert", "key", "cert_file", "key_file", "ca_ref", "cert_ref", "key_ref");
    tls.unsupported("min_version", "max_version");
    return new TlsSpec(
        flag(tls, "insecure_skip_verify", false),
        tls.optional("ca_file").flatMap(Field::existingFile).map(Content.InFile::new),
        Optional.empty(),
        tls.optional("server_name").flatMap(Field::text),
        TlsSpec.Version.TLS12,
        Optional.empty(),
        Optional.empty());
  }

  static boolean flag(Mapping mapping, String key, boolean standard) {
    return mapping.optional(key).flatMap(Field::bool).orElse(standard);
  }

  static Optional<Pattern> pattern(Field field) {
    return field
        .text()
        .flatMap(text -> {
          if (text.length() > LONGEST_PATTERN) {
            field.fault("a regular expression longer than " + LONGEST_PATTERN + " characters");
            return Optional.empty();
          }
          try {
            return Optional.of(Pattern.compile(text));
          } catch (PatternSyntaxException e) {
            field.fault(
                "not a regular expression (RE2): "
                    + e.getDescription()
                    + ", in "
                    + field.described());
            return Optional.empty();
          }
        });
  }
}
