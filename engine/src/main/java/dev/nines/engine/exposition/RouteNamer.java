package dev.nines.engine.exposition;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.jspecify.annotations.Nullable;

/**
 * Tells the {@link RequestTimer} by which template a resource was found, before any other filter
 * can refuse the request.
 */
@Priority(0)
public final class RouteNamer implements ContainerRequestFilter {
  static final String ROUTE = "dev.nines.route";

  @Context private @Nullable ExtendedUriInfo uri;

  /** Names routes. */
  public RouteNamer() {}

  @Override
  public void filter(ContainerRequestContext request) {
    if (uri != null) {
      var route = new StringBuilder();
      // the innermost comes first
      uri.getMatchedTemplates().reversed().forEach(part -> route.append(part.getTemplate()));
      request.setProperty(ROUTE, route.toString());
    }
  }
}
