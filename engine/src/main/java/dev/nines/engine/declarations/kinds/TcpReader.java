package dev.nines.engine.declarations.kinds;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.probe.TcpModule;
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
    var asked = tcp.flatMap(field -> field.mapping(TcpReader::tcp)).orElse(TcpModule.DEFAULT);
    return address.map(a -> new TcpSpec(a.host, a.port, timeout, asked));
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

  private static TcpModule tcp(Mapping tcp) {
    tcp.unsupported("source_ip_address");
    return new TcpModule(
        BlackboxWords.flag(tcp, "tls", false),
        BlackboxWords.tls(tcp).orElse(TlsSpec.DEFAULT),
        tcp.optional("query_response")
            .map(f -> f.list(step -> step.mapping(TcpReader::step)))
            .orElse(List.of()),
        BlackboxWords.network(tcp),
        List.of());
  }

  private static TcpModule.Step step(Mapping step) {
    step.unsupported("expect_bytes", "labels");
    return new TcpModule.Step(
        step.optional("expect").flatMap(BlackboxWords::pattern).map(TcpModule.Expected.Line::new),
        List.of(),
        step.optional("send").flatMap(Field::text),
        BlackboxWords.flag(step, "starttls", false));
  }
}
