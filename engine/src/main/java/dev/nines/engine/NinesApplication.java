package dev.nines.engine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.blackbox.ProbeGuard;
import dev.nines.engine.blackbox.ProbeServlet;
import dev.nines.engine.cli.CommandExit;
import dev.nines.engine.cli.ConfiguredFiles;
import dev.nines.engine.cli.NamedOutput;
import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.configuration.NinesConfigurationFactory;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.declarations.Declarations;
import dev.nines.engine.exposition.MetricsServlet;
import dev.nines.engine.exposition.RequestTimer;
import dev.nines.engine.exposition.RouteNamer;
import dev.nines.engine.meters.JettyMeters;
import dev.nines.engine.pages.PagesBundle;
import dev.nines.engine.schedule.RunGates;
import dev.nines.engine.selfcheck.SelfCheckHealth;
import dev.nines.engine.tracing.CurrentTrace;
import dev.nines.engine.tracing.RequestSpans;
import dev.nines.probe.tls.BoringSsl;
import io.dropwizard.core.Application;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.server.AbstractServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.util.JarLocation;
import io.opentelemetry.api.trace.Tracer;
import jakarta.servlet.DispatcherType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.Security;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Nines. */
public final class NinesApplication extends Application<NinesConfiguration> {
  private static final Logger LOG = LoggerFactory.getLogger(NinesApplication.class);
  private static final Set<String> HELP = Set.of("-h", "--help", "help");

  private final Consumer<URI> ready;

  /** An application that tells nobody when it is ready. */
  public NinesApplication() {
    this(_ -> {});
  }

  /**
   * An application that tells when it is ready.
   *
   * @param ready is told the address of the pages once they can be read
   */
  public NinesApplication(Consumer<URI> ready) {
    this.ready = ready;
  }

  /**
   * The entry point.
   *
   * @param args the command line
   * @throws Exception never: every error is told and made an exit code
   */
  public static void main(String[] args) throws Exception {
    // The JDK keeps addresses for 30 s and failures for 10 s: a probe would not see DNS change.
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
    if (args.length == 0 || HELP.contains(args[0])) {
      try (var help = NinesApplication.class.getResourceAsStream("help.txt")) {
        System.out.print(new String(requireNonNull(help).readAllBytes(), StandardCharsets.UTF_8));
      }
    } else {
      new NinesApplication().run(withDefaults(withoutProperties(args)));
    }
  }

  /** {@code -Ddw.key=value} goes over a key of config.yml wherever it stands. */
  private static String[] withoutProperties(String[] args) {
    var rest = new ArrayList<String>();
    for (var arg : args) {
      var equals = arg.indexOf('=');
      if (arg.startsWith("-Ddw.") && equals > 0) {
        System.setProperty(arg.substring("-D".length(), equals), arg.substring(equals + 1));
      } else {
        rest.add(arg);
      }
    }
    return rest.toArray(String[]::new);
  }

  /** {@code server} alone takes the configuration that the other commands take. */
  private static String[] withDefaults(String[] args) {
    var usual = ConfiguredFiles.usual();
    return args.length == 1 && args[0].equals("server") && Files.exists(usual)
        ? new String[] {"server", usual.toString()}
        : args;
  }

  /** As Dropwizard does it, but under the name that people start it by. */
  @Override
  public void run(String... arguments) throws Exception {
    var bootstrap = new Bootstrap<>(this);
    addDefaultCommands(bootstrap);
    initialize(bootstrap);
    bootstrap.registerMetrics();
    var location = new JarLocation(getClass());
    var out = new NamedOutput(System.out, location.toString(), getName());
    var err = new NamedOutput(System.err, location.toString(), getName());
    var error = new Cli(location, bootstrap, out, err).run(arguments);
    out.flush();
    err.flush();
    error.ifPresent(this::onFatalError);
  }

  @Override
  public String getName() {
    return "nines";
  }

  @Override
  public void initialize(Bootstrap<NinesConfiguration> bootstrap) {
    bootstrap.getObjectMapper().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
    bootstrap.setConfigurationFactoryFactory(
        (_, validator, mapper, prefix) -> new NinesConfigurationFactory(validator, mapper, prefix));
    bootstrap.addBundle(new PagesBundle());
    Commands.addTo(bootstrap);
  }

  @Override
  protected void addDefaultCommands(Bootstrap<NinesConfiguration> bootstrap) {
    bootstrap.addCommand(new StartCommand(this));
  }

  @Override
  protected void onFatalError(Throwable t) {
    System.exit(t instanceof CommandExit exit ? exit.code().number() : StartCommand.CODE);
  }

  @Override
  public void run(NinesConfiguration configuration, Environment environment) {
    var settings = configuration.settings();
    var facts = new EngineFacts(NinesApplication::variable);
    var fingerprint = Declarations.fingerprint(settings.declarationPaths());
    var reading = Declarations.read(settings.declarationPaths(), facts::beforeStart);
    if (!reading.faults().isEmpty()) {
      throw new DeclarationFaults(reading.faults());
    }
    // reading 10,000 SLOs takes seconds, which most of them need not spend twice
    Optional<Declared.Earlier> earlier =
        facts.guessed()
            ? Optional.empty()
            : Optional.of(new Declared.Earlier(fingerprint, reading));
    var house = House.open(settings, facts);
    environment.lifecycle().manage(house);
    if (configuration.getServerFactory() instanceof AbstractServerFactory server) {
      server.setRegisterDefaultExceptionMappers(false); // ours speak RFC 9457
    }
    var engine = house.engine();
    var own = new OwnMachine(settings.externalUrl());
    var doors = new Doors(settings, engine.jdbi(), own);
    var firstToken = doors.firstToken();
    doors.hang(environment);
    follow(environment, house);
    addServlets(environment, house, settings.probeEndpoint(), own);
    var jersey = environment.jersey();
    jersey.register(new ProblemMapper());
    new StatusResources(engine, settings, doors.runs()).register(jersey);
    new FigureResources(engine, settings).register(jersey);
    new IncidentResources(engine, settings).register(jersey);
    new Intake(engine, settings, house.registry(), own).open(jersey);
    addAdministration(environment, engine);
    environment
        .lifecycle()
        .addServerLifecycleListener(server -> {
          var port = port(server, "application");
          facts.setHttpPort(port);
          new JettyMeters(server).bindTo(house.meters());
          engine.begin(earlier);
          var address = URI.create("http://127.0.0.1:" + port + "/");
          LOG.info("probes speak TLS by {}", BoringSsl.inUse());
          LOG.info("Nines is at {}, its admin port is {}", address, port(server, "admin"));
          firstToken.ifPresent(doors::tell);
          ready.accept(address);
        });
  }

  /** Outside of the doors: what they refuse is counted and traced too. */
  private static void follow(Environment environment, House house) {
    environment
        .servlets()
        .addFilter("request timer", new RequestTimer(house.registry(), CurrentTrace::id))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    if (house.telemetry().traces()) {
      traceRequests(environment, house.telemetry().tracer());
    }
    environment.jersey().register(new RouteNamer());
  }

  /**
   * Before any other filter, so that what those do is in the span, and its trace the exemplar of
   * its duration. Of filters that go before others Jetty puts the last one that is added first.
   */
  private static void traceRequests(Environment environment, Tracer tracer) {
    var filter = environment.servlets().addFilter("request spans", new RequestSpans(tracer));
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }

  /** What has no need of Jersey. */
  private static void addServlets(
      Environment environment, House house, Settings.ProbeEndpoint endpoint, OwnMachine own) {
    environment
        .servlets()
        .addServlet("metrics", new MetricsServlet(house.registry()))
        .addMapping("/metrics");
    var engine = house.engine();
    environment
        .servlets()
        .addServlet(
            "probe",
            new ProbeServlet(
                engine::catalog,
                engine.prober()::run,
                new RunGates(endpoint.concurrency().total(), endpoint.concurrency().perHost()),
                new ProbeGuard(endpoint.allowedTargets(), own),
                house.registry(),
                InstantSource.system()))
        .addMapping("/probe");
  }

  /** What the admin port lets do, and what its health says. */
  private static void addAdministration(Environment environment, Engine engine) {
    environment
        .admin()
        .addServlet("reload", new ReloadServlet(engine.declared()::reload))
        .addMapping("/tasks/reload");
    environment
        .healthChecks()
        .register("declarations", new DeclarationsHealth(engine.declared()::refused));
    environment.healthChecks().register("database", new DatabaseHealth(engine.jdbi()));
    if (engine.selfCheck().declared()) {
      environment.healthChecks().register("self-check", new SelfCheckHealth(engine.selfCheck()));
    }
  }

  static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name));
  }

  private static int port(Server server, String name) {
    return Arrays.stream(server.getConnectors())
        .filter(ServerConnector.class::isInstance)
        .map(ServerConnector.class::cast)
        .filter(connector -> name.equals(connector.getName()))
        .mapToInt(ServerConnector::getLocalPort)
        .findFirst()
        .orElse(0);
  }
}
