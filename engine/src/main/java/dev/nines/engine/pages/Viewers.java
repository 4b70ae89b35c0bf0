package dev.nines.engine.pages;

import dev.nines.engine.access.Actor;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Tells every page who looks at it, so that no resource has to. */
final class Viewers implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof PageView page
        && request.getSecurityContext().getUserPrincipal() instanceof Actor actor) {
      page.setViewer(PageView.Viewer.of(actor));
    }
  }
}
