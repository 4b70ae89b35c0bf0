package dev.nines.probe.net;

import dev.nines.probe.AddressLiteral;
import dev.nines.probe.FailureReason;
import dev.nines.probe.IpSpec;
import dev.nines.probe.NetworkSpec;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Dns;

/**
 * Finds the one address a hop goes to.
 *
 * <p>The operating system's look-up can neither be interrupted nor leave its carrier thread, so it
 * runs on a bounded pool of its own and a run stops waiting for it at its deadline. To find no free
 * thread there until then is the prober's fault, not the target's. A declared DNS server is asked
 * on a virtual thread, so that one that is dead holds up nobody else. How long the JDK remembers
 * answers is the process's {@code networkaddress.cache.ttl}; for honest resolve phases it should be
 * 0, and {@code networkaddress.cache.negative.ttl} with it.
 *
 * <p>Thread-safe.
 */
public final class NameResolver implements AutoCloseable {
  private static final int THREADS = 64;

  private final Dns dns;
  private final ThreadPoolExecutor pool;

  /**
   * Starts no thread until the first name.
   *
   * @param dns looks names up; may block
   */
  public NameResolver(Dns dns) {
    this.dns = dns;
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("nines-probe-resolver-", 0).factory());
    pool.allowCoreThreadTimeOut(true);
  }

  /**
   * Resolves a name, or takes a literal address as it is.
   *
   * @param host a name, an IPv4 address, or an IPv6 address with or without brackets
   * @param network which version is wanted
   * @param deadline of the run
   * @return the chosen address
   * @throws IOException when there is none, or the deadline passed
   */
  public InetAddress resolve(String host, NetworkSpec network, Deadline deadline)
      throws IOException {
    var literal = AddressLiteral.of(host);
    var fault = AddressLiteral.fault(host);
    if (fault.isPresent()) {
      throw new ProbeFault(FailureReason.NAME_NOT_RESOLVED, fault.get());
    }
    return choose(
        host,
        literal.isPresent() ? List.of(literal.get()) : lookup(host, network, deadline),
        network.ip());
  }

  private List<InetAddress> lookup(String host, NetworkSpec network, Deadline deadline)
      throws IOException {
    var begun = new AtomicBoolean();
    var lookup =
        new FutureTask<>(() -> {
          begun.set(true);
          return network.resolver().isPresent()
              ? new DnsServer(network.resolver().get(), deadline.left()).lookup(host, network.ip())
              : dns.lookup(host);
        });
    deadline.cutting(() -> lookup.cancel(false));
    if (network.resolver().isPresent()) {
      Thread.ofVirtual().name("nines-dns").start(lookup);
    } else {
      pool.execute(lookup);
    }
    try {
      return lookup.get();
    } catch (CancellationException cut) {
      if (!begun.get()) {
        throw new ProbeFault(
            FailureReason.PROBER,
            "no thread was free to look up %s within %s: all %d wait for other names"
                .formatted(host, Durations.text(deadline.timeout()), THREADS));
      }
      throw new IOException("look-up cut at the deadline", cut);
    } catch (InterruptedException e) {
      lookup.cancel(false);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case ProbeFault fault -> fault;
        case UnknownHostException unknown ->
            new ProbeFault(FailureReason.NAME_NOT_RESOLVED, sentence(host, unknown));
        case null, default -> new IOException("look-up failed", e);
      };
    }
  }

  private static String sentence(String host, UnknownHostException unknown) {
    var why = String.valueOf(unknown.getMessage());
    var cause = why.startsWith(host + ": ") ? " (" + why.substring(host.length() + 2) + ")" : "";
    return "no address for " + host + cause;
  }

  static InetAddress choose(String host, List<InetAddress> addresses, IpSpec ip) throws ProbeFault {
    for (var address : addresses) {
      if (version(address) == ip.preferred()) {
        return address;
      }
    }
    if (ip.fallback() && !addresses.isEmpty()) {
      return addresses.getLast(); // as blackbox_exporter, whose loop remembers the last one
    }
    var wanted = ip.preferred() == IpSpec.Version.IP6 ? "IPv6" : "IPv4";
    throw new ProbeFault(
        FailureReason.NAME_NOT_RESOLVED,
        "no %saddress for %s".formatted(ip.fallback() ? "" : wanted + " ", host));
  }

  private static IpSpec.Version version(InetAddress address) {
    return address instanceof Inet4Address ? IpSpec.Version.IP4 : IpSpec.Version.IP6;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
