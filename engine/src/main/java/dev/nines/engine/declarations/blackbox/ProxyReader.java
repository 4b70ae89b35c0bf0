package dev.nines.engine.declarations.blackbox;

import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.probe.Content;
import dev.nines.probe.Header;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.Targets;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads what a request goes through. A proxy's address may hold a password: no fault shows it. */
final class ProxyReader {
  private final Contents contents;

  ProxyReader(Contents contents) {
    this.contents = contents;
  }

  ProxySpec read(Mapping of) {
    var url = Keys.filled(of, "proxy_url");
    var noProxy = Keys.filled(of, "no_proxy");
    var fromEnvironment = Keys.flag(of, "proxy_from_environment", false);
    var connectHeaders = of.optional("proxy_connect_header");
    if (fromEnvironment) {
      var why = "means nothing with proxy_from_environment: true";
      url.ifPresent(field -> field.fault(why));
      noProxy.ifPresent(field -> field.fault(why));
    } else if (url.isEmpty()) {
      noProxy.ifPresent(field -> field.fault("needs proxy_url"));
      connectHeaders.ifPresent(
          field -> field.fault("needs proxy_url or proxy_from_environment: true"));
    }
    return new ProxySpec(
        url.flatMap(this::url),
        noProxy.flatMap(contents::text).map(ProxyReader::items).orElse(List.of()),
        fromEnvironment,
        connectHeaders.flatMap(f -> f.mapping(this::headers)).orElse(List.of()),
        Keys.flag(of, "skip_resolve_phase_with_proxy", false));
  }

  private Optional<URI> url(Field field) {
    var text = contents.text(field);
    var url = text.flatMap(Targets::url);
    if (text.isPresent() && url.filter(ProxyReader::isSpokenTo).isEmpty()) {
      field.fault(
          "expected the http:// URL of a proxy such as http://proxy:3128: others are not spoken to");
    }
    return url.filter(ProxyReader::isSpokenTo);
  }

  /** Not by TLS and not by SOCKS: such a proxy would fail every run. */
  private static boolean isSpokenTo(URI url) {
    return url.getScheme().equalsIgnoreCase("http");
  }

  private static List<String> items(String text) {
    return Arrays.stream(text.split(",", -1))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  private List<Header> headers(Mapping headers) {
    var values = new ArrayList<Header>();
    headers
        .entries()
        .forEach((name, field) -> {
          HeaderReader.checkName(name, field);
          field
              .list(item -> contents.secretText(item, "none"))
              .forEach(text -> HeaderReader.add(values, name, new Content.Secret(text), field));
        });
    return values;
  }
}
