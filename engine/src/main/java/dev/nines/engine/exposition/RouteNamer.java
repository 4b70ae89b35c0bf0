package dev.nines.engine.exposition;

import static java.util.stream.Collectors.joining;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import java.util.regex.Pattern;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.jspecify.annotations.Nullable;

/**
 * Notes for {@link RequestRoute} by which template a resource was found, before any other filter
 * can refuse the request.
 */
@Priority(0)
public final class RouteNamer implements ContainerRequestFilter {
  static final String ROUTE = "dev.nines.route";

  private static final Pattern SLASHES = Pattern.compile("/{2,}");

  @Context private @Nullable ExtendedUriInfo uri;

  /** Names routes. */
  public RouteNamer() {}

  @Override
  public void filter(ContainerRequestContext request) {
    if (uri != null) {
      var route =
          uri.getMatchedTemplates().reversed().stream() // the innermost comes first
              .map(part -> part.getTemplate())
              .collect(joining());
      // below the resource "/" each part begins with a slash of its own
      request.setProperty(ROUTE, SLASHES.matcher(route).replaceAll("/"));
    }
  }
}
