package dev.nines.engine.declarations.kinds;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.probe.IpSpec;
import dev.nines.probe.TcpSpec;
import dev.nines.probe.TlsSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what a TCP probe asks, in blackbox_exporter's own keys. */
final class TcpReader {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[(?<ip6>[0-9A-Fa-f:.]+)]|(?<host>[^\\s:/\\[\\]@]+)):(?<port>\\d{1,5})");

  private final Placeholders variables;
  private final Duration timeout;

  TcpReader(Placeholders variables, Duration timeout) {
    this.variables = variables;
    this.timeout = timeout;
  }

  Optional<TcpSpec> read(Optional<Field> target, Optional<Field> tcp) {
    var address = target.flatMap(this::target);
    var asked = tcp.flatMap(field -> field.mapping(TcpReader::tcp)).orElse(Tcp.DEFAULT);
    return address.map(
        a -> new TcpSpec(a.host, a.port, timeout, asked.tls, asked.dialogue, asked.ip));
  }

  private Optional<Address> target(Field field) {
    var text = field.text(variables);
    var address = text.flatMap(TcpReader::address);
    if (text.isPresent() && address.isEmpty()) {
      field.fault("expected host:port such as db.example.com:5432, got " + field.described());
    }
    return address;
  }

  private static Optional<Address> address(String text) {
    var matcher = HOST_AND_PORT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    var host = matcher.group("ip6") == null ? matcher.group("host") : matcher.group("ip6");
    var port = Integer.parseInt(matcher.group("port"));
    return port >= 1 && port <= 65_535 ? Optional.of(new Address(host, port)) : Optional.empty();
  }

  private record Address(String host, int port) {}

  private record Tcp(Optional<TlsSpec> tls, List<TcpSpec.Step> dialogue, IpSpec ip) {
    static final Tcp DEFAULT = new Tcp(Optional.empty(), List.of(), IpSpec.DEFAULT);
  }

  private static Tcp tcp(Mapping tcp) {
    tcp.unsupported("source_ip_address");
    var fromTheStart = BlackboxWords.flag(tcp, "tls", false);
    var config = BlackboxWords.tls(tcp);
    if (!fromTheStart && config.isPresent()) {
      tcp.optional("tls_config").ifPresent(f -> f.fault("is not supported yet without tls: true"));
    }
    return new Tcp(
        fromTheStart ? config.or(() -> Optional.of(TlsSpec.DEFAULT)) : Optional.empty(),
        tcp.optional("query_response")
            .map(f -> f.list(step -> step.mapping(TcpReader::step)))
            .orElse(List.of()),
        BlackboxWords.ip(tcp));
  }

  private static TcpSpec.Step step(Mapping step) {
    step.unsupported("expect_bytes", "labels");
    return new TcpSpec.Step(
        step.optional("expect").flatMap(BlackboxWords::pattern),
        step.optional("send").flatMap(Field::text),
        BlackboxWords.flag(step, "starttls", false));
  }
}
