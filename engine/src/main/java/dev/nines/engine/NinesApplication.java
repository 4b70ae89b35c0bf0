package dev.nines.engine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.SerializationFeature;
import dev.nines.engine.access.Client;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.api.IncidentView;
import dev.nines.engine.api.IncidentsResource;
import dev.nines.engine.api.ProbesResource;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.api.RunResource;
import dev.nines.engine.api.SloHistoryResource;
import dev.nines.engine.api.StatusResource;
import dev.nines.engine.api.TargetsResource;
import dev.nines.engine.api.adjustments.CorrectionsResource;
import dev.nines.engine.api.adjustments.MaintenanceResource;
import dev.nines.engine.api.adjustments.SloAdjustmentsResource;
import dev.nines.engine.api.dora.DoraResource;
import dev.nines.engine.api.gate.GateResource;
import dev.nines.engine.api.incidents.IncidentActions;
import dev.nines.engine.api.incidents.IncidentActionsResource;
import dev.nines.engine.api.reliability.ReliabilityResource;
import dev.nines.engine.api.telling.HeartbeatsResource;
import dev.nines.engine.api.telling.NotificationsResource;
import dev.nines.engine.api.telling.SilenceActions;
import dev.nines.engine.api.telling.SilencesResource;
import dev.nines.engine.blackbox.ProbeGuard;
import dev.nines.engine.blackbox.ProbeServlet;
import dev.nines.engine.cli.CheckCommand;
import dev.nines.engine.cli.CommandExit;
import dev.nines.engine.cli.ConfiguredFiles;
import dev.nines.engine.cli.DeploymentsCommand;
import dev.nines.engine.cli.FormatCommand;
import dev.nines.engine.cli.GateCommand;
import dev.nines.engine.cli.ImportBlackboxCommand;
import dev.nines.engine.cli.NamedOutput;
import dev.nines.engine.cli.NotifyTestCommand;
import dev.nines.engine.cli.ProbeCommand;
import dev.nines.engine.cli.ReportCommand;
import dev.nines.engine.cli.RulesCommand;
import dev.nines.engine.cli.TokenCommand;
import dev.nines.engine.configuration.NinesConfiguration;
import dev.nines.engine.configuration.NinesConfigurationFactory;
import dev.nines.engine.declarations.Declarations;
import dev.nines.engine.demo.DemoCommand;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.exposition.MetricsServlet;
import dev.nines.engine.exposition.RequestTimer;
import dev.nines.engine.exposition.RouteNamer;
import dev.nines.engine.gate.Overrides;
import dev.nines.engine.hooks.AlertmanagerHook;
import dev.nines.engine.hooks.HookGuard;
import dev.nines.engine.meters.JettyMeters;
import dev.nines.engine.monthly.MonthlyReports;
import dev.nines.engine.pages.EngineTrouble;
import dev.nines.engine.pages.OverviewResource;
import dev.nines.engine.pages.PagesBundle;
import dev.nines.engine.pages.dora.DoraPageResource;
import dev.nines.engine.pages.dora.ServicePageResource;
import dev.nines.engine.pages.gate.GatePanelResource;
import dev.nines.engine.pages.gate.GatePanels;
import dev.nines.engine.pages.incidents.IncidentListResource;
import dev.nines.engine.pages.incidents.IncidentPageResource;
import dev.nines.engine.pages.incidents.PostMortem;
import dev.nines.engine.pages.incidents.PostMortemResource;
import dev.nines.engine.pages.notifications.NotificationsPageResource;
import dev.nines.engine.pages.probes.ProbePageResource;
import dev.nines.engine.pages.reports.ReportPageResource;
import dev.nines.engine.pages.reports.ReportResource;
import dev.nines.engine.pages.silences.SilencesPageResource;
import dev.nines.engine.pages.slos.SloPageResource;
import dev.nines.engine.review.IncidentReviews;
import dev.nines.engine.schedule.RunGates;
import dev.nines.engine.selfcheck.SelfCheckHealth;
import dev.nines.engine.tracing.CurrentTrace;
import dev.nines.engine.tracing.RequestSpans;
import dev.nines.probe.run.Prober;
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
    bootstrap.addCommand(
        new CheckCommand(
            NinesApplication::variable,
            InstantSource.system(),
            NinesApplication::prober,
            System.out));
    bootstrap.addCommand(new FormatCommand(System.out));
    bootstrap.addCommand(
        new ProbeCommand(
            NinesApplication::prober,
            InstantSource.system(),
            NinesApplication::variable,
            System.out));
    bootstrap.addCommand(
        new NotifyTestCommand(InstantSource.system(), NinesApplication::variable, System.out));
    bootstrap.addCommand(new ImportBlackboxCommand(System.out));
    bootstrap.addCommand(new RulesCommand(NinesApplication::variable, System.out));
    bootstrap.addCommand(new TokenCommand(System.getProperty("user.name"), System.out));
    bootstrap.addCommand(
        new DeploymentsCommand(
            System.getProperty("user.name"),
            InstantSource.system(),
            NinesApplication::variable,
            System.out));
    bootstrap.addCommand(new ReportCommand(NinesApplication::variable, System.out));
    bootstrap.addCommand(
        new GateCommand(
            NinesApplication::variable, InstantSource.system(), Thread::sleep, System.out));
    bootstrap.addCommand(
        new DemoCommand(
            (config, told) -> new NinesApplication(told).run("server", config.toString()),
            System.out));
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
    environment // outside of the doors: what they refuse is counted too
        .servlets()
        .addFilter("request timer", new RequestTimer(house.registry(), CurrentTrace::id))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    if (house.telemetry().traces()) {
      traceRequests(environment, house.telemetry().tracer());
    }
    environment.jersey().register(new RouteNamer());
    var endpoint = settings.probeEndpoint();
    environment
        .servlets()
        .addServlet("metrics", new MetricsServlet(house.registry()))
        .addMapping("/metrics");
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
    var jersey = environment.jersey();
    jersey.register(new ProblemMapper());
    jersey.register(
        new OverviewResource(
            engine.evaluator()::snapshot,
            () ->
                new EngineTrouble(
                    engine.selfCheck().state().cutOffSince(),
                    engine.declared().refused(),
                    engine.telling().owed(),
                    engine.sources()::status),
            engine.telling()::silences,
            InstantSource.system(),
            settings.timeZone(),
            settings.location()));
    jersey.register(new StatusResource(engine.evaluator()::snapshot, engine.sources()::status));
    jersey.register(new SloAdjustmentsResource(engine.evaluator()::snapshot, engine.adjusted()));
    jersey.register(
        new SloHistoryResource(
            engine::catalog,
            engine.evaluator()::snapshot,
            engine.history(),
            (service, span) -> engine.deliveries().shipped(engine.catalog(), service, span),
            engine.sources()::status,
            InstantSource.system()));
    var overrides = new Overrides(engine.jdbi(), engine::evaluate);
    var panels =
        new GatePanels(
            engine.gate(), () -> engine.evaluator().snapshot().at(), settings.timeZone());
    jersey.register(new GatePanelResource(panels, overrides));
    jersey.register(
        new GateResource(engine.gate(), overrides, engine::catalog, engine.evaluator()::snapshot));
    jersey.register(
        new ReliabilityResource(
            engine::catalog,
            engine.past(),
            () -> engine.jdbi().withHandle(Evaluator::now),
            settings.timeZone()));
    jersey.register(
        new DoraResource(
            engine::catalog,
            engine.deliveries(),
            () -> engine.jdbi().withHandle(Evaluator::now),
            settings.timeZone()));
    jersey.register(
        new DoraPageResource(
            engine::catalog,
            engine.deliveries(),
            () -> engine.jdbi().withHandle(Evaluator::now),
            settings.timeZone()));
    var reports =
        new MonthlyReports(
            engine::catalog,
            engine.past(),
            engine.deliveries(),
            engine.history(),
            () -> engine.jdbi().withHandle(Evaluator::now),
            settings.timeZone());
    jersey.register(new ReportResource(reports));
    jersey.register(
        new ReportPageResource(
            reports, () -> engine.jdbi().withHandle(Evaluator::now), settings.timeZone()));
    jersey.register(
        new ServicePageResource(
            engine::catalog,
            engine.evaluator()::snapshot,
            panels,
            engine.deliveries(),
            () -> engine.jdbi().withHandle(Evaluator::now),
            settings.timeZone()));
    jersey.register(
        new ProbesResource(
            engine::catalog,
            engine.evaluator()::snapshot,
            engine.latest(),
            engine.failures(),
            engine.jdbi()));
    jersey.register(new TargetsResource(engine::catalog));
    jersey.register(new RunResource(engine::catalog, engine.onDemand(), doors.runs()));
    jersey.register(
        new MaintenanceResource(engine::catalog, InstantSource.system(), settings.timeZone()));
    jersey.register(new CorrectionsResource(engine::catalog, engine.jdbi(), engine::evaluate));
    var links =
        new IncidentView.Links(
            service -> engine.catalog().policyOf(service), settings.tracing()::linkTo);
    var actions =
        new IncidentActions(engine::catalog, engine.jdbi(), engine.desk(), engine::evaluate);
    var silences = new SilenceActions(engine::catalog, engine.jdbi(), engine::evaluate);
    var reviews =
        new IncidentReviews(
            engine.jdbi(), engine::catalog, engine.history(), engine.deliveries(), Evaluator::now);
    var postMortem = new PostMortem(settings.externalUrl(), settings.timeZone());
    jersey.register(new IncidentsResource(engine.jdbi(), reviews, links, settings.timeZone()));
    jersey.register(new IncidentActionsResource(actions, engine.jdbi(), links));
    jersey.register(new PostMortemResource(reviews, postMortem));
    jersey.register(
        new IncidentListResource(
            engine.jdbi(), engine::catalog, InstantSource.system(), settings.timeZone()));
    jersey.register(
        new IncidentPageResource(
            reviews,
            actions,
            silences,
            postMortem,
            settings.tracing()::linkTo,
            settings.timeZone()));
    jersey.register(
        new AlertmanagerHook(
            engine::catalog,
            engine.jdbi(),
            new HookGuard(
                settings.hooks().alertmanager(), request -> own.mayAct(Client.of(request))),
            settings.externalUrl(),
            () -> engine.jdbi().withHandle(Evaluator::now)));
    new Intake(engine, settings, house.registry()).open(jersey);
    jersey.register(new NotificationsResource(engine.jdbi()));
    jersey.register(new SilencesResource(engine::catalog, engine.jdbi(), silences));
    jersey.register(
        new SilencesPageResource(engine::catalog, engine.jdbi(), silences, settings.timeZone()));
    jersey.register(
        new HeartbeatsResource(engine::catalog, engine.telling().heartbeats(), engine::evaluate));
    jersey.register(
        new NotificationsPageResource(engine.jdbi(), InstantSource.system(), settings.timeZone()));
    jersey.register(
        new ProbePageResource(
            engine::catalog,
            engine.evaluator()::snapshot,
            engine::streak,
            engine.latest(),
            engine.jdbi(),
            InstantSource.system(),
            settings.timeZone()));
    jersey.register(
        new SloPageResource(
            engine.evaluator()::snapshot,
            engine.sources()::status,
            engine.history(),
            (service, span) -> engine.deliveries().shipped(engine.catalog(), service, span),
            engine.adjusted(),
            InstantSource.system(),
            settings.timeZone()));
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

  /**
   * Before any other filter, so that what those do is in the span, and its trace the exemplar of
   * its duration. Of filters that go before others Jetty puts the last one that is added first.
   */
  private static void traceRequests(Environment environment, Tracer tracer) {
    var filter = environment.servlets().addFilter("request spans", new RequestSpans(tracer));
    filter.setAsyncSupported(true);
    filter.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }

  private static Prober prober() {
    return new Prober(System::nanoTime, InstantSource.system(), House.version());
  }

  private static Optional<String> variable(String name) {
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
