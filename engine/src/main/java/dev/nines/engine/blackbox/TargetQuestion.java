package dev.nines.engine.blackbox;

import dev.nines.engine.catalog.BlackboxModules;
import dev.nines.probe.Content;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpModule.Request;
import dev.nines.probe.HttpStepsModule;
import dev.nines.probe.ProbeModule;
import dev.nines.probe.ProbeSpec;
import dev.nines.probe.TcpModule;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a module asks of a target, both named by who asks.
 *
 * @param target as it was given
 * @param name the module's name
 * @param module what is asked, under the host name that was given
 * @param timeout the deadline, zero where no time is left
 * @param ownTimeout what the module says of it
 */
record TargetQuestion(
    String target, String name, ProbeModule module, Duration timeout, Optional<Duration> ownTimeout)
    implements Question {
  /** Where a target cannot be read, all before an at sign may be a password, encoded or not. */
  private static final Pattern USER =
      Pattern.compile(
          "(?is)^([a-z][a-z0-9+.-]*(?:://|%(?:25)*3A%(?:25)*2F%(?:25)*2F))?.*(@|%(?:25)*40)");

  private static final Pattern QUERY = Pattern.compile("(?is)([?#]|%(?:25)*3F|%(?:25)*23).*");
  private static final String USUAL_MODULE = "http_2xx";

  /** The name of a module that nobody knows is what is wrong. */
  static boolean unknown(BlackboxModules modules, @Nullable String module) {
    var name = moduleName(module);
    return !modules.modules().containsKey(name) && !modules.foreign().containsKey(name);
  }

  /** The checks in blackbox_exporter's order. */
  static TargetQuestion of(
      BlackboxModules modules,
      @Nullable String module,
      @Nullable String target,
      @Nullable String hostname,
      @Nullable String scrapeTimeout)
      throws Refusal {
    var name = moduleName(module);
    if (unknown(modules, name)) {
      throw new Refusal(400, "Unknown module \"" + name + "\"");
    }
    var known = Optional.ofNullable(modules.modules().get(name));
    var timeout = ScrapeTimeout.of(scrapeTimeout, known.flatMap(BlackboxModules.Module::timeout));
    if (target == null || target.isEmpty()) {
      throw new Refusal(400, "Target parameter is missing");
    }
    if (known.isEmpty()) {
      throw new Refusal(400, "Module \"%s\" %s".formatted(name, modules.foreign().get(name)));
    }
    var asks = known.get().asks();
    return new TargetQuestion(
        target,
        name,
        hostname == null || hostname.isEmpty() ? asks : under(hostname, asks),
        timeout,
        known.get().timeout());
  }

  private static String moduleName(@Nullable String module) {
    return module == null || module.isEmpty() ? USUAL_MODULE : module;
  }

  private static ProbeModule under(String hostname, ProbeModule module) throws Refusal {
    return switch (module) {
      case HttpModule http -> http.with(under(hostname, http.request()));
      case HttpStepsModule _ ->
          throw new Refusal(
              400, "hostname means nothing to prober http_steps: a step has headers of its own");
      case TcpModule tcp ->
          tcp.tls().serverName().isPresent() ? tcp : tcp.with(tcp.tls().withServerName(hostname));
    };
  }

  private static Request under(String hostname, Request request) throws Refusal {
    var headers = new ArrayList<Header>();
    for (var header : request.headers()) {
      if (!header.name().equalsIgnoreCase("Host")) {
        headers.add(header);
      } else if (!header.value().equals(new Content.Text(hostname))) {
        throw new Refusal(
            400,
            "host header defined both in module configuration (%s) and with URL-parameter 'hostname' (%s)"
                .formatted(header.value().shown(), hostname));
      }
    }
    headers.add(Header.of("Host", hostname));
    return new Request(
        request.method(),
        headers,
        request.body(),
        request.compression(),
        request.credentials(),
        request.followRedirects(),
        request.http2());
  }

  /**
   * Reads the target, which may be encoded twice.
   *
   * @throws IllegalArgumentException whose message is one sentence for the person who asks
   */
  ProbeSpec spec() {
    if (target.indexOf('%') >= 0 || target.indexOf('+') >= 0) {
      try {
        return spec(URLDecoder.decode(target, StandardCharsets.UTF_8));
      } catch (IllegalArgumentException _) {
        // it was encoded once only: what is left of the encoding is the target's own
      }
    }
    return spec(target);
  }

  @Override
  public String displayTarget() {
    try {
      return spec().displayTarget();
    } catch (IllegalArgumentException _) {
      return USER.matcher(target)
          .replaceFirst("$1<secret>$2")
          .transform(shown -> QUERY.matcher(shown).replaceFirst("$1<secret>"));
    }
  }

  /**
   * {@return why the target cannot be read; the part of it that may be a password is not quoted}
   */
  String fault(IllegalArgumentException thrown) {
    var sentence = String.valueOf(thrown.getMessage());
    var quote = sentence.indexOf(": ");
    return quote >= 0 && USER.matcher(target).find() ? sentence.substring(0, quote) : sentence;
  }

  private ProbeSpec spec(String text) {
    return ProbeSpec.of(module, text, deadline());
  }
}
