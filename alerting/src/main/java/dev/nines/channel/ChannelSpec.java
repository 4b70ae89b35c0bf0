package dev.nines.channel;

import dev.nines.incident.Severity;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Where and for what somebody is told; the {@code NotificationChannel} declaration. */
public sealed interface ChannelSpec {
  /** {@return the channel's unique name} */
  String name();

  /** {@return what it is told of} */
  Match match();

  /**
   * What a channel is told of.
   *
   * @param services the services; empty means every service
   * @param severities the severities; empty means every severity
   */
  record Match(Set<String> services, Set<Severity> severities) {
    /** Everything. */
    public static final Match ALL = new Match(Set.of(), Set.of());

    /** Copies the sets. */
    public Match {
      services = Set.copyOf(services);
      severities = Set.copyOf(severities);
    }

    /**
     * Decides whether an incident concerns the channel.
     *
     * @param service the incident's service
     * @param severity its severity
     * @return whether both match
     */
    public boolean accepts(String service, Severity severity) {
      return (services.isEmpty() || services.contains(service))
          && (severities.isEmpty() || severities.contains(severity));
    }
  }

  /**
   * A generic webhook after the Standard Webhooks specification.
   *
   * @param name the channel's name
   * @param match what it is told of
   * @param url where it is posted
   * @param secret the signing secret, {@code whsec_} and base64; unsigned where there is none
   */
  record Webhook(String name, Match match, URI url, Optional<Secret> secret)
      implements ChannelSpec {
    /** {@return the channel without the URL's path, which is often a secret} */
    @Override
    public String toString() {
      return "Webhook[name=%s, match=%s, host=%s]".formatted(name, match, url.getHost());
    }
  }

  /**
   * The engine's own log.
   *
   * @param name the channel's name
   * @param match what it is told of
   */
  record Log(String name, Match match) implements ChannelSpec {}
}
