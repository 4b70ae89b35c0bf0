package dev.nines.engine.declarations.kinds;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.probe.Targets;
import java.net.URI;
import java.util.Optional;

/** Reads whom a probe asks. Faults show a target as written: its variables may hold a password. */
final class TargetReader {
  private final Placeholders variables;

  TargetReader(Placeholders variables) {
    this.variables = variables;
  }

  Optional<URI> url(Field field) {
    var url = field.text(variables);
    var uri = url.flatMap(Targets::url);
    if (url.isPresent() && uri.isEmpty()) {
      var schemeOnlyMissing =
          !url.get().contains("://") && Targets.url("https://" + url.get()).isPresent();
      field.fault(
          "expected a URL such as https://shop.example.com/, got "
              + field.described()
              + (schemeOnlyMissing
                  ? " (did you mean https://" + field.text().orElse("") + "?)"
                  : ""));
    }
    return uri;
  }

  Optional<Targets.HostPort> address(Field field) {
    var text = field.text(variables);
    var address = text.flatMap(Targets::hostPort);
    if (text.isPresent() && address.isEmpty()) {
      field.fault("expected host:port such as db.example.com:5432, got " + field.described());
    }
    return address;
  }
}
