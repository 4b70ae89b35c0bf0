package dev.nines.engine.declarations.blackbox;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.probe.IpSpec;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.SpeedLimit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads how a target is found and reached, and how slow that may be. */
public final class NetworkReader {
  private static final int DNS_PORT = 53;

  private static final Pattern SERVER =
      Pattern.compile(
          "(?:\\[(?<ip6>[0-9A-Fa-f:.]+)]|(?<ip4>[0-9.]+))(?::(?<port>\\d{1,5}))?"
              + "|(?<bare6>[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

  private NetworkReader() {}

  static NetworkSpec network(Mapping prober) {
    return new NetworkSpec(
        ip(prober),
        Keys.filled(prober, "source_ip_address")
            .flatMap(f -> f.parse("an IP address", NetworkReader::address)),
        Keys.filled(prober, "resolver")
            .flatMap(f ->
                f.parse(
                    "the address of a DNS server such as 192.0.2.53:53", NetworkReader::server)));
  }

  private static IpSpec ip(Mapping prober) {
    return new IpSpec(
        Keys.filled(prober, "preferred_ip_protocol")
            .flatMap(f -> f.oneOf(Map.of("ip4", IpSpec.Version.IP4, "ip6", IpSpec.Version.IP6)))
            .orElse(IpSpec.DEFAULT.preferred()),
        Keys.flag(prober, "ip_protocol_fallback", IpSpec.DEFAULT.fallback()));
  }

  private static Optional<InetAddress> address(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A name would need another server to be found. */
  private static Optional<InetSocketAddress> server(String text) {
    var matcher = SERVER.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var port = matcher.group("port") == null ? DNS_PORT : Integer.parseInt(matcher.group("port"));
    return Optional.ofNullable(matcher.group("ip6"))
        .or(() -> Optional.ofNullable(matcher.group("ip4")))
        .or(() -> Optional.ofNullable(matcher.group("bare6")))
        .flatMap(NetworkReader::address)
        .filter(_ -> port >= 1 && port <= 65_535)
        .map(address -> new InetSocketAddress(address, port));
  }

  /**
   * Reads how slow a run may be.
   *
   * @param prober the keys of a prober
   * @return the limits
   */
  public static List<SpeedLimit> limits(Mapping prober) {
    var limits = new ArrayList<SpeedLimit>();
    prober
        .optional("fail_if_slower_than")
        .ifPresent(f -> limits(f, SpeedLimit.Verdict.FAILED, limits));
    prober
        .optional("degraded_if_slower_than")
        .ifPresent(f -> limits(f, SpeedLimit.Verdict.DEGRADED, limits));
    return limits;
  }

  private static void limits(Field field, SpeedLimit.Verdict verdict, List<SpeedLimit> limits) {
    if (!field.isMapping()) {
      limit(field, Optional.empty(), verdict, limits);
      return;
    }
    field.mapping(phases -> {
      phases.optional("total").ifPresent(f -> limit(f, Optional.empty(), verdict, limits));
      for (var phase : Phase.values()) {
        phases
            .optional(phase.label())
            .ifPresent(f -> limit(f, Optional.of(phase), verdict, limits));
      }
      return true;
    });
  }

  private static void limit(
      Field field, Optional<Phase> phase, SpeedLimit.Verdict verdict, List<SpeedLimit> limits) {
    var most = field.duration();
    if (most.filter(duration -> duration.isZero()).isPresent()) {
      field.fault("not above zero: " + field.described());
    }
    most.ifPresent(duration -> limits.add(new SpeedLimit(phase, duration, verdict)));
  }
}
