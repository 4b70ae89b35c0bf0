package dev.nines.engine.hooks.deployments;

import dev.nines.engine.access.BearerToken;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/**
 * {@code /hooks/cdevents}: CDEvents as CloudEvents over HTTP, in the binary content mode (the
 * attributes in headers) and in the structured one (in the body), or without either.
 */
@Path("/hooks/cdevents")
@PermitAll // it asks for a proof of its own
@Produces(MediaType.APPLICATION_JSON)
public final class CdEventsHook {
  private final Proof proof;
  private final DeliveryDesk desk;

  /**
   * Takes events.
   *
   * @param proof tells who may send them
   * @param desk keeps what they say
   */
  public CdEventsHook(Proof proof, DeliveryDesk desk) {
    this.proof = proof;
    this.desk = desk;
  }

  /**
   * Takes an event. The same one again changes nothing.
   *
   * @param stream the event
   * @param request who sends it
   * @return what became of it
   * @throws IOException where the body breaks off
   */
  @POST
  public HookAnswer take(InputStream stream, @Context HttpServletRequest request)
      throws IOException {
    var shown = BearerToken.of(request.getHeader("Authorization")).orElse(null);
    proof.shown(proof.required(), shown, "Authorization: Bearer");
    var sent = Payload.read(Proof.body(request, stream));
    var event = Media.isStructuredEvent(request) ? sent.inner("data") : sent;
    var type = request.getHeader("ce-type");
    if (type != null && event.text("context.type").filter(type::equals).isEmpty()) {
      event.fault("context.type", "is not what the header ce-type says");
    }
    return desk.take(CdEvent.read(event, desk.catalog()), "cdevents", request);
  }
}
