package dev.nines.engine.api.deployments;

import static java.util.function.Predicate.not;

import dev.nines.engine.access.Actor;
import dev.nines.engine.api.Problem;
import dev.nines.engine.api.QueryFaults;
import dev.nines.engine.api.SentBody;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.deployments.CauseTable;
import dev.nines.engine.deployments.DeploymentDesk;
import dev.nines.engine.deployments.DeploymentDesk.Taken;
import dev.nines.engine.deployments.DeploymentTable;
import dev.nines.engine.deployments.DeploymentTable.Filter;
import dev.nines.engine.deployments.Fault;
import dev.nines.engine.deployments.StoredDeployment;
import io.dropwizard.auth.Auth;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** {@code deployments}: what was put in front of users, when, and how it went. */
@Path("/api/v1/deployments")
@Produces(MediaType.APPLICATION_JSON)
public final class DeploymentsResource {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Supplier<Catalog> catalog;
  private final Jdbi jdbi;
  private final DeploymentDesk desk;
  private final InstantSource clock;

  /**
   * Shows and takes deployments.
   *
   * @param catalog what is declared
   * @param jdbi the database
   * @param desk takes them in
   * @param clock tells the time
   */
  public DeploymentsResource(
      Supplier<Catalog> catalog, Jdbi jdbi, DeploymentDesk desk, InstantSource clock) {
    this.catalog = catalog;
    this.jdbi = jdbi;
    this.desk = desk;
    this.clock = clock;
  }

  /**
   * Lists deployments.
   *
   * @param asked {@code service}; {@code environment}; {@code from} and {@code to} of their end;
   *     {@code before}: the number of one, to read on from it; {@code limit}, 1 to 1000
   * @return the latest first
   */
  @GET
  public List<DeploymentView> deployments(@Context UriInfo asked) {
    var faults =
        new QueryFaults().of(asked, "service", "environment", "from", "to", "before", "limit");
    Function<String, Optional<String>> given =
        name ->
            Optional.ofNullable(asked.getQueryParameters().getFirst(name))
                .map(String::strip)
                .filter(not(String::isEmpty));
    var from = faults.instant("from", given.apply("from").orElse(null));
    var to = faults.instant("to", given.apply("to").orElse(null));
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      faults.fault("from", "not before to: " + from.get());
    }
    var filter =
        new Filter(
            given.apply("service"),
            given.apply("environment"),
            from,
            to,
            given.apply("before").flatMap(text -> number(text, faults)));
    var limit = faults.whole("limit", given.apply("limit").orElse(null), USUAL, MOST);
    faults.check();
    return jdbi.withHandle(handle -> views(handle, DeploymentTable.list(handle, filter, limit)));
  }

  /**
   * One deployment.
   *
   * @param id its number in Nines
   * @return the deployment
   */
  @GET
  @Path("{id}")
  public DeploymentView deployment(@PathParam("id") long id) {
    return jdbi.withHandle(
            handle -> DeploymentTable.find(handle, id).map(stored -> view(handle, stored)))
        .orElseThrow(() -> Problem.notFound("deployment", Long.toString(id)));
  }

  /**
   * Takes a deployment that is over. Told again it is the same: what was not told before is taken,
   * and what is told in another way refused.
   *
   * @param actor who tells
   * @param stream the deployment as JSON
   * @return 201 where it is new, 200 where it is known
   * @throws IOException where the body breaks off
   */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response add(@Auth Actor actor, InputStream stream) throws IOException {
    var read =
        DeploymentBody.read(SentBody.read(stream), catalog.get(), actor.name(), clock.instant());
    var report = read.orThrow();
    return jdbi.inTransaction(handle -> {
      var taken = desk.take(handle, report, read.causeOf(), actor);
      DeploymentDesk.audit(handle, taken, actor);
      return switch (taken) {
        case Taken.Added(var stored) ->
            Response.created(URI.create("/api/v1/deployments/" + stored.id()))
                .entity(view(handle, stored))
                .build();
        case Taken.Changed(var stored) -> Response.ok(view(handle, stored)).build();
        case Taken.Same(var stored) -> Response.ok(view(handle, stored)).build();
        case Taken.Conflicting(var faults) -> throw refusal(faults);
      };
    });
  }

  /** An incident that is not there is no conflict with what was told. */
  private static RuntimeException refusal(List<Fault> faults) {
    var isOfIncident = faults.stream().allMatch(fault -> fault.field().equals("causeOf"));
    return Problem.ofBody(
        isOfIncident ? Problem.UNPROCESSABLE : Response.Status.CONFLICT,
        faults.stream().map(DeploymentBody::fault).toList());
  }

  private static Optional<Long> number(String text, QueryFaults faults) {
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      faults.fault("before", "not the number of a deployment: " + text);
      return Optional.empty();
    }
  }

  private static DeploymentView view(Handle handle, StoredDeployment stored) {
    return views(handle, List.of(stored)).getFirst();
  }

  private static List<DeploymentView> views(Handle handle, List<StoredDeployment> all) {
    var causes = CauseTable.incidents(handle, all.stream().map(StoredDeployment::id).toList());
    return all.stream()
        .map(stored -> DeploymentView.of(stored, causes.getOrDefault(stored.id(), List.of())))
        .toList();
  }
}
