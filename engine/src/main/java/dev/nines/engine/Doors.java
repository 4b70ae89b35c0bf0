package dev.nines.engine;

import dev.nines.engine.access.AccessKey;
import dev.nines.engine.access.AdminToken;
import dev.nines.engine.access.Audit;
import dev.nines.engine.access.Client;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Scope;
import dev.nines.engine.access.SessionCookie;
import dev.nines.engine.api.AuditResource;
import dev.nines.engine.api.RunResource;
import dev.nines.engine.api.access.AccessFeature;
import dev.nines.engine.api.access.ServletGuard;
import dev.nines.engine.api.access.TokensResource;
import dev.nines.engine.blackbox.ProbeServlet;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.pages.login.LoginResource;
import io.dropwizard.core.setup.Environment;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guards of everything that answers over HTTP, and the first token. */
record Doors(Settings settings, Jdbi jdbi, OwnMachine own) {
  private static final Logger LOG = LoggerFactory.getLogger(Doors.class);

  /**
   * Guards the pages, the API, {@code /metrics}, what {@code /probe} tells of declarations, and
   * what the admin port lets change.
   */
  void hang(Environment environment) {
    var doorkeeper = new Doorkeeper(jdbi);
    var cookie = SessionCookie.of(own.externalUrl());
    var readers = settings.access();
    environment.jersey().register(new AccessFeature(doorkeeper, own, readers.read()));
    environment.jersey().register(new LoginResource(doorkeeper, own));
    environment.jersey().register(new TokensResource(jdbi));
    environment.jersey().register(new AuditResource(jdbi));
    environment
        .servlets()
        .addFilter(
            "metrics guard",
            new ServletGuard(
                doorkeeper,
                cookie,
                Scope.READ,
                request -> readers.metrics().include(own.holds(Client.of(request)))))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/metrics");
    environment
        .servlets()
        .addFilter(
            "declared probes guard",
            new ServletGuard(
                doorkeeper,
                cookie,
                Scope.READ,
                request ->
                    !ProbeServlet.showsDeclaration(request)
                        || readers.read().include(own.holds(Client.of(request)))))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/probe");
    environment
        .admin()
        .addFilter(
            "tasks guard",
            new ServletGuard(
                doorkeeper,
                cookie,
                Scope.WRITE,
                request ->
                    SessionCookie.reads(request.getMethod()) || own.mayAct(Client.of(request))))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
  }

  /** Notes runs on demand, which are stored nowhere else. */
  RunResource.Note runs() {
    return (actor, probe, success) ->
        jdbi.useHandle(
            handle -> Audit.record(handle, actor, "probe.run", probe, Map.of("success", success)));
  }

  /** Makes the first token where there is none. */
  Optional<AccessKey> firstToken() {
    return AdminToken.makeOnce(jdbi, settings.dataDir());
  }

  /** The token itself is for eyes alone: what is no terminal is somebody's log. */
  @SuppressWarnings("SystemConsoleNull") // it does where there is no terminal, again since JDK 25
  void tell(AccessKey token) {
    LOG.info(
        "an admin token was made; it is in {}",
        settings.dataDir().toAbsolutePath().resolve(AdminToken.FILE));
    var console = System.console();
    if (console != null && console.isTerminal()) {
      console.printf("%nadmin token, shown this once: %s%n%n", token.text());
      console.flush();
    }
  }
}
