package dev.nines.engine.declarations.blackbox;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.probe.TcpModule;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a TCP probe asks: {@code tcp} of a module or a probe. */
public final class TcpModuleReader {
  private static final Pattern LABEL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** As Go's Regexp.Expand reads it: two dollars are one, and mean nothing. */
  private static final Pattern REFERENCE = Pattern.compile("\\$(?:\\$|\\{([A-Za-z_]\\w*)})");

  private final TlsReader tls;

  /**
   * A reader.
   *
   * @param variables fills in secrets
   */
  public TcpModuleReader(Placeholders variables) {
    tls = new TlsReader(new Contents(variables, _ -> false));
  }

  /**
   * Reads a module.
   *
   * @param tcp its keys
   * @return the module; of use only where there was no fault
   */
  public TcpModule read(Mapping tcp) {
    return new TcpModule(
        Keys.flag(tcp, "tls", false),
        tls.ofProber(tcp),
        Keys.list(tcp, "query_response", f -> f.mapping(TcpModuleReader::step)),
        NetworkReader.network(tcp),
        NetworkReader.limits(tcp));
  }

  private static TcpModule.Step step(Mapping step) {
    Keys.atMostOne(step, "expect", "expect_bytes");
    var line = step.optional("expect").flatMap(Keys::pattern).map(TcpModule.Expected.Line::new);
    var bytes =
        Keys.filled(step, "expect_bytes").flatMap(Field::text).map(TcpModule.Expected.Bytes::new);
    var send = Keys.filled(step, "send");
    send.filter(field -> !field.isLiteral())
        .ifPresent(field -> field.text().ifPresent(text -> checkGroups(text, line, field)));
    return new TcpModule.Step(
        line.<TcpModule.Expected>map(l -> l).or(() -> bytes),
        Keys.list(step, "labels", f -> f.mapping(TcpModuleReader::label).flatMap(l -> l)),
        send.flatMap(Field::text),
        Keys.flag(step, "starttls", false));
  }

  /** Whoever writes the name of a variable here would have nothing sent in its place. */
  private static void checkGroups(
      String text, Optional<TcpModule.Expected.Line> expected, Field field) {
    var groups = expected.map(line -> line.pattern().namedGroups().keySet()).orElse(Set.of());
    var references = REFERENCE.matcher(text);
    while (references.find()) {
      var name = references.group(1);
      if (name != null && !groups.contains(name)) {
        field.fault(
            "${%s} is no group of this step's expect, and a variable is not filled in here: what a dialogue sends is no secret"
                .formatted(name));
      }
    }
  }

  private static Optional<TcpModule.Label> label(Mapping label) {
    var name =
        label
            .required("name")
            .flatMap(f -> f.parse("a label's name such as banner", TcpModuleReader::labelName));
    var value = label.optional("value").flatMap(Field::text).orElse("");
    return name.map(n -> new TcpModule.Label(n, value));
  }

  private static Optional<String> labelName(String text) {
    return Optional.of(text).filter(t -> LABEL.matcher(t).matches());
  }
}
