package dev.nines.engine.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.access.Tokens;
import dev.nines.engine.api.ProblemMapper;
import dev.nines.engine.configuration.Settings.Access.Readers;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.SwitchedDatabase;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.pages.PagesServer;
import dev.nines.engine.results.Runs;
import io.dropwizard.auth.Auth;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is guarded without its author having said so, and what while the database is away. */
class AccessFilterIT {
  private static Database database;
  private static SwitchedDatabase way;
  private static PagesServer byToken;
  private static PagesServer open;
  private static String alice;

  /** Says nothing of who may ask. */
  @Path("/plain")
  public static final class Plain {
    @GET
    public String read() {
      return "read";
    }

    @POST
    public String write(@FormParam("what") String what) {
      return "wrote " + what;
    }

    @POST
    @Path("mine")
    public String mine(@Auth Actor actor) {
      return actor.name();
    }

    @POST
    @PermitAll
    @Path("anybody")
    public String anybody() {
      return "anybody";
    }
  }

  @BeforeAll
  static void start(@TempDir java.nio.file.Path folder) throws Exception {
    database = TestDatabase.fresh();
    way = new SwitchedDatabase(database);
    alice = Tokens.create(database.jdbi(), "alice");
    byToken = server(folder, Readers.TOKEN);
    open = server(folder, Readers.OPEN);
  }

  private static PagesServer server(java.nio.file.Path folder, Readers readers) throws Exception {
    return PagesServer.start(
        folder,
        Runs.NOON,
        new AccessFeature(
            new Doorkeeper(way.jdbi()), new OwnMachine(URI.create("http://localhost")), readers),
        new ProblemMapper(),
        new Plain());
  }

  @AfterEach
  void mend() {
    way.mend();
  }

  @AfterAll
  static void stop() throws Exception {
    byToken.stop();
    open.stop();
    database.close();
  }

  private static HttpRequest.Builder get(PagesServer server) {
    return HttpRequest.newBuilder(server.address("/plain"));
  }

  private static HttpRequest.Builder post(PagesServer server, String path) {
    return HttpRequest.newBuilder(server.address(path)).POST(BodyPublishers.noBody());
  }

  private static HttpRequest.Builder as(String token, HttpRequest.Builder request) {
    return request.header("Authorization", Tokens.bearer(token));
  }

  private static int status(HttpRequest.Builder request) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  private static String body(HttpRequest.Builder request) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.ofString()).body();
    }
  }

  @Test
  void readersAreAsConfigured() throws Exception {
    assertThat(status(get(byToken))).isEqualTo(401);
    assertThat(status(as(alice, get(byToken)))).isEqualTo(200);
    assertThat(status(get(open).header("X-Forwarded-For", "192.0.2.1"))).isEqualTo(200);
  }

  @Test
  void writingNeedsAToken_whoeverReads() throws Exception {
    assertThat(status(post(open, "/plain"))).isEqualTo(401);
    assertThat(body(as(alice, post(open, "/plain/mine")))).isEqualTo("alice");
    assertThat(status(post(byToken, "/plain/anybody"))).isEqualTo(200);
  }

  @Test
  void resourceReadsTheFormThatTheGuardHasRead() throws Exception {
    var form =
        HttpRequest.newBuilder(open.address("/plain"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("what=this&csrf=x"));

    assertThat(body(as(alice, form))).isEqualTo("wrote this");
  }

  @Test
  void whoIsKnownGoesOnReadingWhileTheDatabaseIsAway_andNobodyWrites() throws Exception {
    var bob = Tokens.create(database.jdbi(), "bob");
    assertThat(status(as(alice, get(byToken)))).isEqualTo(200);

    way.cut();

    assertThat(status(as(alice, get(byToken)))).isEqualTo(200);
    assertThat(status(as(bob, get(byToken)))).isEqualTo(503);
    assertThat(status(as(alice, post(byToken, "/plain/mine")))).isEqualTo(503);
    assertThat(status(get(open))).isEqualTo(200);
  }
}
