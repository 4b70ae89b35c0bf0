package dev.nines.engine.reports;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.nines.probe.Header;
import dev.nines.probe.IpSpec;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.SpeedLimit;
import dev.nines.probe.TlsSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/** How a probe reaches its target, and how slow that may be, as it is shown. */
final class ShownConnection {
  private ShownConnection() {}

  static void network(NetworkSpec network, ShownKeys keys) {
    var ip = network.ip();
    if (ip.preferred() != IpSpec.DEFAULT.preferred()) {
      keys.with("preferred_ip_protocol", ip.preferred().name().toLowerCase(Locale.ROOT));
    }
    keys.with("ip_protocol_fallback", ip.fallback())
        .ifPresent("source_ip_address", network.source().map(InetAddress::getHostAddress))
        .ifPresent("resolver", network.resolver().map(ShownConnection::server));
  }

  private static String server(InetSocketAddress server) {
    var address = server.getAddress().getHostAddress();
    return (address.contains(":") ? "[" + address + "]" : address) + ":" + server.getPort();
  }

  static void proxy(ProxySpec proxy, ShownKeys keys) {
    var headers = new ShownKeys();
    proxy.connectHeaders().stream()
        .collect(
            groupingBy(Header::name, LinkedHashMap::new, mapping(_ -> ShownKeys.SECRET, toList())))
        .forEach(headers::with);
    keys.ifPresent("proxy_url", proxy.url().map(ShownKeys::text));
    if (!proxy.noProxy().isEmpty()) {
      keys.with("no_proxy", String.join(",", proxy.noProxy()));
    }
    keys.flag("proxy_from_environment", proxy.fromEnvironment())
        .unlessEmpty("proxy_connect_header", headers)
        .flag("skip_resolve_phase_with_proxy", proxy.skipResolve());
  }

  static void tls(TlsSpec tls, ShownKeys keys) {
    var config = new ShownKeys();
    tls.authorities().ifPresent(ca -> config.content("ca", ca));
    tls.identity()
        .ifPresent(identity ->
            config.content("cert", identity.certificate()).content("key", identity.key()));
    config.ifPresent("server_name", tls.serverName());
    if (tls.minVersion() != TlsSpec.DEFAULT.minVersion()) {
      config.with("min_version", tls.minVersion().name());
    }
    config.ifPresent("max_version", tls.maxVersion().map(TlsSpec.Version::name));
    if (tls.insecureSkipVerify() || !config.map().isEmpty()) {
      config.with("insecure_skip_verify", tls.insecureSkipVerify());
    }
    keys.unlessEmpty("tls_config", config)
        .ifPresent("fail_if_cert_expires_within", tls.minValidity().map(ShownKeys::text));
  }

  static void limits(List<SpeedLimit> limits, ShownKeys keys) {
    keys.unlessEmpty("fail_if_slower_than", limits(limits, SpeedLimit.Verdict.FAILED))
        .unlessEmpty("degraded_if_slower_than", limits(limits, SpeedLimit.Verdict.DEGRADED));
  }

  private static ShownKeys limits(List<SpeedLimit> limits, SpeedLimit.Verdict verdict) {
    var keys = new ShownKeys();
    limits.stream()
        .filter(limit -> limit.verdict() == verdict)
        .forEach(limit ->
            keys.with(
                limit.phase().map(Phase::label).orElse("total"), ShownKeys.text(limit.most())));
    return keys;
  }
}
