package dev.nines.channel;

import dev.nines.incident.Severity;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where and for what somebody is told; the {@code NotificationChannel} declaration. */
public sealed interface ChannelSpec {
  /** {@return the channel's unique name} */
  String name();

  /** {@return what it is told of} */
  Match match();

  /** {@return in which words, where not in the usual ones} */
  Templates templates();

  /** {@return whether it is also told of deployments} */
  default boolean changeEvents() {
    return false;
  }

  /**
   * What a channel is told of.
   *
   * @param services the services; empty means every service
   * @param severities the severities; empty means every severity
   * @param labels for each label that a service must have, the values that are good; empty means
   *     every service
   */
  record Match(Set<String> services, Set<Severity> severities, Map<String, Set<String>> labels) {
    /** Everything. */
    public static final Match ALL = new Match(Set.of(), Set.of());

    /** Nothing: who is told by name alone, where something escalates. No service is called so. */
    public static final Match NONE = new Match(Set.of(""), Set.of());

    /** Copies the sets. */
    public Match {
      services = Set.copyOf(services);
      severities = Set.copyOf(severities);
      labels = Map.copyOf(labels);
    }

    /**
     * By service and severity alone.
     *
     * @param services the services; empty means every service
     * @param severities the severities; empty means every severity
     */
    public Match(Set<String> services, Set<Severity> severities) {
      this(services, severities, Map.of());
    }

    /**
     * Decides whether an incident concerns the channel.
     *
     * @param service the incident's service
     * @param has the service's labels
     * @param severity the incident's severity
     * @return whether all match
     */
    public boolean accepts(String service, Map<String, List<String>> has, Severity severity) {
      return accepts(service, has) && (severities.isEmpty() || severities.contains(severity));
    }

    /**
     * Decides whether a service concerns the channel, where nothing is bad.
     *
     * @param service the service
     * @param has the service's labels
     * @return whether both match
     */
    public boolean accepts(String service, Map<String, List<String>> has) {
      return (services.isEmpty() || services.contains(service))
          && labels.entrySet().stream()
              .allMatch(wanted ->
                  has.getOrDefault(wanted.getKey(), List.of()).stream()
                      .anyMatch(wanted.getValue()::contains));
    }
  }

  /**
   * A generic webhook after the Standard Webhooks specification.
   *
   * @param name the channel's name
   * @param match what it is told of
   * @param templates in which words
   * @param url where it is posted
   * @param secret the signing secret, {@code whsec_} and base64; unsigned where there is none
   */
  record Webhook(String name, Match match, Templates templates, URI url, Optional<Secret> secret)
      implements ChannelSpec {
    /**
     * In the usual words.
     *
     * @param name the channel's name
     * @param match what it is told of
     * @param url where it is posted
     * @param secret the signing secret
     */
    public Webhook(String name, Match match, URI url, Optional<Secret> secret) {
      this(name, match, Templates.NONE, url, secret);
    }

    /** {@return the channel without the URL's path, which is often a secret} */
    @Override
    public String toString() {
      return hidden("Webhook", name, url);
    }
  }

  /**
   * The engine's own log.
   *
   * @param name the channel's name
   * @param match what it is told of
   * @param templates in which words
   */
  record Log(String name, Match match, Templates templates) implements ChannelSpec {
    /**
     * In the usual words.
     *
     * @param name the channel's name
     * @param match what it is told of
     */
    public Log(String name, Match match) {
      this(name, match, Templates.NONE);
    }
  }

  /**
   * Prometheus' Alertmanager, by its API v2.
   *
   * @param name the channel's name
   * @param match what it is told of
   * @param templates in which words
   * @param replicas the base URL of every replica, at least one
   * @param login who posts, by basic authentication
   * @param labels what each alert carries beside its own labels
   */
  record Alertmanager(
      String name,
      Match match,
      Templates templates,
      List<URI> replicas,
      Optional<Login> login,
      Map<String, String> labels)
      implements ChannelSpec {
    /**
     * Copies the collections.
     *
     * @throws IllegalArgumentException if there is no replica
     */
    public Alertmanager {
      replicas = List.copyOf(replicas);
      labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
      if (replicas.isEmpty()) {
        throw new IllegalArgumentException("replicas not at least one: channel " + name);
      }
    }
  }

  /**
   * PagerDuty's Events API v2.
   *
   * @param name the channel's name
   * @param match what it is told of
   * @param templates in which words
   * @param url the whole address that events are posted to
   * @param routingKey the integration key of a PagerDuty service
   * @param changeEvents whether it is also told of deployments
   */
  record PagerDuty(
      String name,
      Match match,
      Templates templates,
      URI url,
      Secret routingKey,
      boolean changeEvents)
      implements ChannelSpec {
    /** Where PagerDuty's US region takes events. */
    public static final URI US = URI.create("https://events.pagerduty.com/v2/enqueue");

    /** How the path of such an address ends; that of change events is found by it. */
    public static final String ENQUEUE = "/enqueue";

    /**
     * Told of no deployments.
     *
     * @param name the channel's name
     * @param match what it is told of
     * @param templates in which words
     * @param url the whole address that events are posted to
     * @param routingKey the integration key of a PagerDuty service
     */
    public PagerDuty(String name, Match match, Templates templates, URI url, Secret routingKey) {
      this(name, match, templates, url, routingKey, false);
    }

    /**
     * Checks the address.
     *
     * @throws IllegalArgumentException if there are change events and {@code url} does not end in
     *     {@value #ENQUEUE}
     */
    public PagerDuty {
      if (changeEvents && !url.toString().endsWith(ENQUEUE)) {
        throw new IllegalArgumentException("url not ending in /enqueue: channel " + name);
      }
    }

    /** {@return the whole address that change events are posted to} */
    public URI changeUrl() {
      var events = url.toString();
      return URI.create(
          events.substring(0, events.length() - ENQUEUE.length()) + "/change" + ENQUEUE);
    }

    @Override
    public String toString() {
      return hidden("PagerDuty", name, url);
    }
  }

  /**
   * A Slack incoming webhook.
   *
   * @param name the channel's name
   * @param match what it is told of
   * @param templates in which words
   * @param url the webhook, all of it a secret
   * @param changeEvents whether it is also told of deployments
   */
  record Slack(String name, Match match, Templates templates, URI url, boolean changeEvents)
      implements ChannelSpec {
    /**
     * Told of no deployments.
     *
     * @param name the channel's name
     * @param match what it is told of
     * @param templates in which words
     * @param url the webhook, all of it a secret
     */
    public Slack(String name, Match match, Templates templates, URI url) {
      this(name, match, templates, url, false);
    }

    @Override
    public String toString() {
      return hidden("Slack", name, url);
    }
  }

  /**
   * A workflow of Microsoft Teams that starts with a webhook.
   *
   * @param name the channel's name
   * @param match what it is told of
   * @param templates in which words
   * @param url the workflow's address, all of it a secret
   */
  record Teams(String name, Match match, Templates templates, URI url) implements ChannelSpec {
    @Override
    public String toString() {
      return hidden("Teams", name, url);
    }
  }

  /**
   * Mail by SMTP.
   *
   * @param name the channel's name
   * @param match what it is told of
   * @param templates in which words
   * @param server who takes the mail
   * @param from the sender's address
   * @param to the recipients' addresses, at least one
   */
  record Email(
      String name, Match match, Templates templates, Server server, String from, List<String> to)
      implements ChannelSpec {
    /**
     * Copies the recipients.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Email {
      to = List.copyOf(to);
      if (to.isEmpty()) {
        throw new IllegalArgumentException("to not at least one: channel " + name);
      }
    }

    /**
     * A mail server.
     *
     * @param host its name, as in its certificate
     * @param port its port
     * @param encryption how the dialogue is kept from others
     * @param login who sends; nobody in particular where there is none
     * @param trusted certificates of authorities to trust in place of the usual ones, PEM
     */
    public record Server(
        String host,
        int port,
        Encryption encryption,
        Optional<Login> login,
        Optional<Path> trusted) {}

    /** How a dialogue with a mail server is kept from others. */
    public enum Encryption {
      /** TLS from the first byte on, as on port 465 (RFC 8314). */
      TLS,
      /** It begins in the clear, and STARTTLS is required (RFC 3207). */
      STARTTLS,
      /** Not at all. */
      NONE;

      /** {@return the name in declarations} */
      public String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * Events of the Continuous Delivery Foundation's vocabulary, as CloudEvents by HTTP.
   *
   * @param name the channel's name
   * @param match what it is told of
   * @param templates in which words
   * @param url where they are posted
   * @param token sent as a bearer token
   * @param environment the environment that all of this Nines' services run in
   */
  record CdEvents(
      String name,
      Match match,
      Templates templates,
      URI url,
      Optional<Secret> token,
      String environment)
      implements ChannelSpec {
    @Override
    public String toString() {
      return hidden("CdEvents", name, url);
    }
  }

  /**
   * A user and a password.
   *
   * @param user the user
   * @param password the password
   */
  record Login(String user, Secret password) {}

  private static String hidden(String kind, String name, URI url) {
    return "%s[name=%s, host=%s]".formatted(kind, name, url.getHost());
  }
}
