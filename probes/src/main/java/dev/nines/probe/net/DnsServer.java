package dev.nines.probe.net;

import dev.nines.probe.FailureReason;
import dev.nines.probe.IpSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import javax.naming.CommunicationException;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks one DNS server by the JDK's own client. It knows nothing of {@code /etc/hosts} and of search
 * domains, and remembers no answer.
 *
 * @param address of the server
 * @param timeout how long the run still has; no query outlives it
 */
record DnsServer(InetSocketAddress address, Duration timeout) {
  private static final int TRIES = 2;

  /** {@return addresses of the preferred version, else of the other where that may be used} */
  List<InetAddress> lookup(String host, IpSpec ip) throws ProbeFault {
    var types = ip.preferred() == IpSpec.Version.IP6 ? List.of("AAAA", "A") : List.of("A", "AAAA");
    NamingException refused = null;
    for (var type : ip.fallback() ? types : types.subList(0, 1)) {
      try {
        var addresses = ask(host, type);
        if (!addresses.isEmpty()) {
          return addresses;
        }
      } catch (NamingException e) {
        refused = e;
      }
    }
    throw new ProbeFault(FailureReason.NAME_NOT_RESOLVED, sentence(host, types, ip, refused));
  }

  // the DNS provider makes texts of records, never objects
  @SuppressWarnings("BanJNDI")
  private List<InetAddress> ask(String host, String type) throws NamingException {
    var server = new InitialDirContext(environment());
    try {
      var found =
          server.getAttributes(new CompositeName().add(host), new String[] {type}).get(type);
      var addresses = new ArrayList<InetAddress>();
      if (found != null) {
        for (var value : Collections.list(found.getAll())) {
          addresses.add(InetAddress.ofLiteral(String.valueOf(value)));
        }
      }
      return addresses;
    } finally {
      server.close();
    }
  }

  // the type is JNDI's own
  @SuppressWarnings("JdkObsolete")
  private Hashtable<String, String> environment() {
    var environment = new Hashtable<String, String>();
    var host = address.getHostString();
    var bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
    environment.put(Context.PROVIDER_URL, "dns://" + bracketed + ":" + address.getPort());
    // the second try waits twice as long, and there are two queries
    environment.put(
        "com.sun.jndi.dns.timeout.initial", String.valueOf(Math.max(50, timeout.toMillis() / 6)));
    environment.put("com.sun.jndi.dns.timeout.retries", String.valueOf(TRIES));
    return environment;
  }

  private String sentence(
      String host, List<String> types, IpSpec ip, @Nullable NamingException refused) {
    var who = "%s:%d".formatted(address.getHostString(), address.getPort());
    return switch (refused) {
      case null ->
          "the resolver %s has no %saddress for %s"
              .formatted(who, ip.fallback() ? "" : version(types), host);
      case NameNotFoundException _ -> "the resolver %s does not know %s".formatted(who, host);
      case CommunicationException _ ->
          "the resolver %s does not answer for %s".formatted(who, host);
      default ->
          "the resolver %s cannot tell the address of %s: %s"
              .formatted(who, host, refused.getExplanation());
    };
  }

  private static String version(List<String> types) {
    return types.getFirst().equals("A") ? "IPv4 " : "IPv6 ";
  }
}
