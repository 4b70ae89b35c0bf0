package dev.nines.probe.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nines.probe.Phase;
import dev.nines.probe.net.RunLog;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.Credentials;
import okhttp3.Headers;
import okhttp3.HttpUrl;

/**
 * What a hop goes over.
 *
 * @param target the target's address, unless its name is left to the proxy
 * @param proxy what it goes through, where it does
 */
record Route(Optional<InetAddress> target, Optional<Through> proxy) {
  /**
   * A proxy.
   *
   * @param url where it was declared; its user information is a secret
   * @param address what its name was resolved to
   * @param connectHeaders go with a CONNECT only
   */
  record Through(HttpUrl url, InetAddress address, Headers connectHeaders) {
    /** {@return the value of Proxy-Authorization, where the proxy wants one} */
    Optional<String> authorization() {
      return url.username().isEmpty() && url.password().isEmpty()
          ? Optional.empty()
          : Optional.of(Credentials.basic(url.username(), url.password(), UTF_8));
    }

    /** {@return what nobody may see of it} */
    List<String> secrets() {
      var secrets = new ArrayList<String>();
      authorization().ifPresent(value -> secrets.add(value.substring("Basic ".length())));
      secrets.add(url.password());
      connectHeaders.forEach(header -> secrets.add(header.getSecond()));
      return secrets;
    }

    /** {@return its name for a sentence} */
    String name() {
      return url.host() + ":" + url.port();
    }

    /** {@return a log in which this proxy is the peer: its faults are not the target's} */
    RunLog log() {
      var log = new RunLog(() -> 0);
      log.hide(secrets());
      log.begin(Phase.CONNECT);
      log.peer(address, url.port());
      return log;
    }

    @Override
    public String toString() {
      return name();
    }
  }

  /** {@return the proxy for OkHttp} */
  Proxy forOkHttp() {
    return proxy
        .map(through ->
            new Proxy(
                Proxy.Type.HTTP, new InetSocketAddress(through.address(), through.url().port())))
        .orElse(Proxy.NO_PROXY);
  }
}
