package dev.nines.engine.configuration;

import dev.nines.channel.Secret;
import dev.nines.engine.catalog.TargetTracing;
import dev.nines.engine.declarations.DeclarationPaths;
import dev.nines.engine.series.MetricChoice;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Nines' own keys of {@code config.yml}. Paths are absolute.
 *
 * @param location this instance's place
 * @param dataDir where the embedded database, the spool and the first-start token lie
 * @param declarations folders and files of declarations
 * @param blackboxModules a {@code blackbox.yml}, where given
 * @param externalUrl how people reach this instance, for links
 * @param timeZone zone of reports and of calendar windows that name none
 * @param evaluation how often budgets and alerts are computed
 * @param retention how long what is kept
 * @param spool where results wait while the database is away
 * @param concurrency how many runs at once
 * @param selfCheck how the engine notices that it is cut off itself
 * @param probeEndpoint what {@code /probe} may reach
 * @param access who may read
 * @param tracing which runs are traced, and where traces go
 * @param metrics what {@code /metrics} shows besides Nines' own names, and what is pushed
 * @param hooks who may call what under {@code /hooks}
 * @param dora how failures are linked to deployments
 * @param deadMansSwitch who is told again and again that Nines is well; absent for nobody
 * @param database the database; absent for the embedded one
 */
public record Settings(
    String location,
    Path dataDir,
    List<Path> declarations,
    Optional<Path> blackboxModules,
    URI externalUrl,
    ZoneId timeZone,
    Evaluation evaluation,
    Retention retention,
    Spool spool,
    Concurrency concurrency,
    SelfCheck selfCheck,
    ProbeEndpoint probeEndpoint,
    Access access,
    Tracing tracing,
    Metrics metrics,
    Hooks hooks,
    Dora dora,
    Optional<DeadMansSwitch> deadMansSwitch,
    Optional<Database> database) {
  /** Copies the list. */
  public Settings {
    declarations = List.copyOf(declarations);
  }

  /** {@return where everything lies that is declared} */
  public DeclarationPaths declarationPaths() {
    return new DeclarationPaths(declarations, blackboxModules);
  }

  /**
   * How often budgets and alerts are computed.
   *
   * @param interval from one time to the next
   */
  public record Evaluation(Duration interval) {}

  /**
   * How long what is kept.
   *
   * @param results every single run
   * @param minutes counts by the minute; longer where a declared window asks for it
   */
  public record Retention(Duration results, Duration minutes) {}

  /**
   * Where results wait while the database is away.
   *
   * @param maxBytes beyond this the oldest are given up
   */
  public record Spool(long maxBytes) {}

  /**
   * How many runs at once; what is over is dropped and counted.
   *
   * @param total in all
   * @param perHost against one port of one host; {@link #UNLIMITED} for no limit of its own
   */
  public record Concurrency(int total, int perHost) {
    /** As many against one host as there may be in all. */
    public static final int UNLIMITED = Integer.MAX_VALUE;
  }

  /**
   * How the engine notices that it is cut off itself.
   *
   * @param targets when all of these fail too, results are unknown; empty means it never does
   */
  public record SelfCheck(List<CheckTarget> targets) {
    /** Copies the list. */
    public SelfCheck {
      targets = List.copyOf(targets);
    }
  }

  /**
   * What {@code /probe} may reach, and how often at once.
   *
   * @param allowedTargets the targets; empty means any, but for clients on this machine only
   * @param concurrency how many of its runs at once, beside the scheduled ones
   */
  public record ProbeEndpoint(List<AllowedTarget> allowedTargets, Concurrency concurrency) {
    /** Copies the list. */
    public ProbeEndpoint {
      allowedTargets = List.copyOf(allowedTargets);
    }
  }

  /**
   * Who may read without a token; nobody writes without one.
   *
   * @param read the pages and the API
   * @param metrics {@code /metrics}
   */
  public record Access(Readers read, Readers metrics) {
    /** Who may read without a token. */
    public enum Readers {
      /** Clients on this machine. */
      LOOPBACK,
      /** Nobody. */
      TOKEN,
      /** Everybody. */
      OPEN;

      String label() {
        return name().toLowerCase(Locale.ROOT);
      }

      /**
       * Tells whether a client is one of them.
       *
       * @param onThisMachine whether the client is on this machine
       * @return whether it needs no token
       */
      public boolean include(boolean onThisMachine) {
        return switch (this) {
          case LOOPBACK -> onThisMachine;
          case TOKEN -> false;
          case OPEN -> true;
        };
      }
    }
  }

  /**
   * Which runs are traced, and where traces go.
   *
   * @param ratio share of all runs, from 0 to 1
   * @param keep runs that are traced whatever the ratio
   * @param targets when a target is told of the trace, where its probe does not say
   * @param baggage whether a target that is told is told what probes it, too
   * @param endpoint the collector's base address (OTLP over HTTP); absent for what the environment
   *     says
   * @param link where people look at a trace, with {@link #TRACE_ID} in it; absent for no links
   */
  public record Tracing(
      double ratio,
      Set<Kept> keep,
      TargetTracing targets,
      boolean baggage,
      Optional<URI> endpoint,
      Optional<String> link) {
    /** Stands for a trace's id in {@code link}. */
    public static final String TRACE_ID = "{traceId}";

    /** Copies the set. */
    public Tracing {
      keep = Set.copyOf(keep);
    }

    /**
     * Tracing without links and baggage.
     *
     * @param ratio share of all runs, from 0 to 1
     * @param keep runs that are traced whatever the ratio
     * @param targets when a target is told of the trace
     * @param endpoint the collector's base address
     */
    public Tracing(double ratio, Set<Kept> keep, TargetTracing targets, Optional<URI> endpoint) {
      this(ratio, keep, targets, false, endpoint, Optional.empty());
    }

    /**
     * Where people look at a trace.
     *
     * @param traceId which
     * @return its address, where links are configured
     */
    public Optional<String> linkTo(String traceId) {
      return link.map(template -> template.replace(TRACE_ID, traceId));
    }

    /** Runs that are worth a trace. */
    public enum Kept {
      /** Those that failed. */
      FAILED,
      /** Those that were slow. */
      SLOW;

      String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * What {@code /metrics} shows besides Nines' own names, and what of it is pushed.
   *
   * @param compatibility whose names
   * @param otlp which metrics are sent by OTLP, where the environment asks for that
   * @param remoteWrite where metrics are written to; absent for nowhere
   */
  public record Metrics(
      Set<Peer> compatibility, MetricChoice otlp, Optional<RemoteWrite> remoteWrite) {
    /** Copies the set. */
    public Metrics {
      compatibility = Set.copyOf(compatibility);
    }

    /**
     * A Prometheus, or what takes its remote write.
     *
     * @param url the whole address of its receiver
     * @param every from one round of samples to the next
     * @param timeout how long one request may take
     * @param metrics which metrics
     * @param labels what a series gets where it has no label of that name
     * @param headers sent with every request, such as a tenant's; they may be secrets
     * @param login who writes, where it is asked for
     */
    public record RemoteWrite(
        URI url,
        Duration every,
        Duration timeout,
        MetricChoice metrics,
        Map<String, String> labels,
        Map<String, Secret> headers,
        Optional<Login> login) {
      /** Copies the maps. */
      public RemoteWrite {
        labels = Map.copyOf(labels);
        headers = Map.copyOf(headers);
      }

      /** How a receiver is told who writes. */
      public sealed interface Login {
        /**
         * By a token.
         *
         * @param token the token
         */
        record Bearer(ConfiguredSecret token) implements Login {}

        /**
         * By a name and a password.
         *
         * @param username the name
         * @param password the password
         */
        record Basic(String username, ConfiguredSecret password) implements Login {}
      }
    }

    /** A program whose dashboards can be used. */
    public enum Peer {
      /** blackbox_exporter. */
      BLACKBOX,
      /** Sloth. */
      SLOTH,
      /** Pyrra. */
      PYRRA;

      String label() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * Who may call what under {@code /hooks}.
   *
   * @param alertmanager what {@code /hooks/alertmanager} asks for; absent for clients on this
   *     machine only
   * @param github what {@code /hooks/github} is signed with; absent for nobody
   * @param gitlab what {@code /hooks/gitlab} asks for; absent for nobody
   * @param cdevents what {@code /hooks/cdevents} asks for; absent for nobody
   */
  public record Hooks(
      Optional<Secret> alertmanager,
      Optional<ConfiguredSecret> github,
      Optional<ConfiguredSecret> gitlab,
      Optional<ConfiguredSecret> cdevents) {
    /** Nobody may call any but who is on this machine, and that one Alertmanager's. */
    public static final Hooks NONE =
        new Hooks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * How failures are linked to deployments where nothing is declared.
   *
   * @param causeWindow how soon after a deployment an incident must begin to be held its doing
   */
  public record Dora(Duration causeWindow) {}

  /**
   * Who is told again and again that Nines is well.
   *
   * @param url is called; a secret
   * @param interval how often
   */
  public record DeadMansSwitch(URI url, Duration interval) {
    /** {@return the switch without its URL} */
    @Override
    public String toString() {
      return "DeadMansSwitch[interval=" + interval + "]";
    }
  }

  /**
   * A PostgreSQL that somebody else looks after.
   *
   * @param url JDBC URL
   * @param user who logs in, where the URL does not say
   * @param password with what, where the URL does not say
   * @param poolSize how many connections at most
   */
  public record Database(
      String url, Optional<String> user, Optional<Secret> password, int poolSize) {}
}
