package dev.nines.engine.declarations.kinds;

import dev.nines.engine.declarations.blackbox.Urls;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Placeholders;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads whom a probe asks. Faults show a target as written: its variables may hold a password. */
final class TargetReader {
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(?:\\[(?<ip6>[0-9A-Fa-f:.]+)]|(?<host>[^\\s:/\\[\\]@]+)):(?<port>\\d{1,5})");

  private final Placeholders variables;

  TargetReader(Placeholders variables) {
    this.variables = variables;
  }

  /** Where a TCP probe connects to. */
  record Address(String host, int port) {}

  Optional<URI> url(Field field) {
    var url = field.text(variables);
    var uri = url.flatMap(Urls::http);
    if (url.isPresent() && uri.isEmpty()) {
      var schemeOnlyMissing = Urls.http("https://" + url.get()).isPresent();
      field.fault(
          "expected a URL such as https://shop.example.com/, got "
              + field.described()
              + (schemeOnlyMissing
                  ? " (did you mean https://" + field.text().orElse("") + "?)"
                  : ""));
    }
    return uri;
  }

  Optional<Address> address(Field field) {
    var text = field.text(variables);
    var address = text.flatMap(TargetReader::address);
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
}
