package dev.nines.probe.http;

import dev.nines.probe.AddressLiteral;
import dev.nines.probe.FailureReason;
import dev.nines.probe.NetworkSpec;
import dev.nines.probe.Phase;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.net.Contents;
import dev.nines.probe.net.Deadline;
import dev.nines.probe.net.Destination;
import dev.nines.probe.net.NameResolver;
import dev.nines.probe.net.ProbeFault;
import dev.nines.probe.net.RunContext;
import dev.nines.probe.net.RunLog;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a hop goes over: resolves its host, or its proxy's, or both, and asks for each whether
 * the run may connect to it.
 *
 * <p>Thread-safe.
 */
final class Routes {
  private final NameResolver resolver;
  private final Function<String, @Nullable String> environment;

  /**
   * Resolves nothing yet.
   *
   * @param resolver finds addresses
   * @param environment the environment's variables by name
   */
  Routes(NameResolver resolver, Function<String, @Nullable String> environment) {
    this.resolver = resolver;
    this.environment = environment;
  }

  /**
   * Finds the target of one hop, in a resolve phase where it has to be resolved.
   *
   * @return its address, empty where its name is left to the proxy
   * @throws IOException when its name has no address, or the run may not connect to it
   */
  Optional<InetAddress> target(
      HttpUrl url,
      NetworkSpec network,
      ProxySpec proxy,
      RunContext context,
      RunLog log,
      Deadline deadline)
      throws IOException {
    if (leftToProxy(url, proxy)) {
      context.addresses().check(lookedUpByProxy(url.host()));
      return Optional.empty();
    }
    log.begin(Phase.RESOLVE);
    var address = resolver.resolve(url.host(), network, deadline);
    log.peer(address, url.port());
    log.end();
    context.addresses().check(new Destination.Target(url.host(), address));
    if (!url.isHttps() && proxy(proxy, url, Optional.of(address)).isPresent()) {
      // a tunnel leads to the address, but a plain request has the name in it
      context.addresses().check(lookedUpByProxy(url.host()));
    }
    return Optional.of(address);
  }

  /**
   * Finds what a hop goes over, and opens its connect phase: the look-up of a proxy's name belongs
   * to it, as the resolve phase is the target's.
   *
   * @throws IOException when the proxy cannot be used
   */
  Route route(
      HttpUrl url,
      Optional<InetAddress> target,
      NetworkSpec network,
      ProxySpec proxy,
      RunContext context,
      RunLog log,
      Deadline deadline)
      throws IOException {
    log.begin(Phase.CONNECT);
    var through = proxy(proxy, url, target);
    return new Route(
        target,
        through.isPresent()
            ? Optional.of(through(through.get(), network, proxy, context, deadline))
            : Optional.empty());
  }

  /** blackbox_exporter resolves the target all the same where the environment decides. */
  private boolean leftToProxy(HttpUrl url, ProxySpec proxy) throws ProbeFault {
    return proxy.skipResolve()
        && proxy.url().isPresent()
        && !proxy.fromEnvironment()
        && proxy(proxy, url, Optional.empty()).isPresent();
  }

  private Optional<HttpUrl> proxy(ProxySpec spec, HttpUrl url, Optional<InetAddress> target)
      throws ProbeFault {
    if (spec.fromEnvironment()) {
      var declared = url.isHttps() ? variable("HTTPS_PROXY") : variable("HTTP_PROXY");
      var noProxy = new NoProxy(List.of(variable("NO_PROXY").split(",", -1)));
      return declared.isEmpty() || noProxy.covers(url.host(), url.port(), target)
          ? Optional.empty()
          : Optional.of(parsed(declared));
    }
    // As in Go: only beside a no_proxy is the machine itself reached without.
    return spec.url().isEmpty()
            || (!spec.noProxy().isEmpty()
                && new NoProxy(spec.noProxy()).covers(url.host(), url.port(), target))
        ? Optional.empty()
        : Optional.of(parsed(spec.url().get().toString()));
  }

  private String variable(String name) {
    var upper = environment.apply(name);
    var value =
        upper == null || upper.isEmpty() ? environment.apply(name.toLowerCase(Locale.ROOT)) : upper;
    return value == null ? "" : value;
  }

  private static HttpUrl parsed(String text) throws ProbeFault {
    var url = HttpUrl.parse(text.contains("://") ? text : "http://" + text);
    if (url == null || url.isHttps()) {
      throw new ProbeFault(
          FailureReason.PROXY,
          "the proxy's address is no http:// URL, which is all that is spoken");
    }
    return url;
  }

  private Route.Through through(
      HttpUrl url, NetworkSpec network, ProxySpec spec, RunContext context, Deadline deadline)
      throws IOException {
    InetAddress address;
    try {
      address = resolver.resolve(url.host(), network, deadline);
    } catch (IOException e) {
      if (e instanceof ProbeFault fault && fault.reason() == FailureReason.PROBER) {
        throw fault;
      }
      throw new ProbeFault(
          FailureReason.PROXY, "the proxy's name " + url.host() + " was not resolved");
    }
    var headers = new Headers.Builder();
    for (var header : spec.connectHeaders()) {
      headers.addUnsafeNonAscii(header.name(), Contents.read(header.value()));
    }
    context.addresses().check(new Destination.Declared(url.host(), address));
    return new Route.Through(url, address, headers.build());
  }

  private static Destination lookedUpByProxy(String host) throws ProbeFault {
    var fault = AddressLiteral.fault(host);
    if (fault.isPresent()) {
      throw new ProbeFault(FailureReason.NAME_NOT_RESOLVED, fault.get());
    }
    return AddressLiteral.of(host)
        .<Destination>map(address -> new Destination.Target(host, address))
        .orElseGet(() -> new Destination.NamedTarget(host));
  }
}
