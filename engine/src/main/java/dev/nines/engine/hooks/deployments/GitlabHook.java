package dev.nines.engine.hooks.deployments;

import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** {@code /hooks/gitlab}: the webhook of a project or group, with its secret token. */
@Path("/hooks/gitlab")
@PermitAll // it asks for a proof of its own
@Produces(MediaType.APPLICATION_JSON)
public final class GitlabHook {
  private static final String TOKEN = "X-Gitlab-Token";

  private final Proof proof;
  private final DeliveryDesk desk;

  /**
   * Takes deliveries.
   *
   * @param proof tells GitLab's from others'
   * @param desk keeps what they say
   */
  public GitlabHook(Proof proof, DeliveryDesk desk) {
    this.proof = proof;
    this.desk = desk;
  }

  /**
   * Takes a delivery. The same one again changes nothing.
   *
   * @param stream the payload
   * @param request who sends it
   * @return what became of it
   * @throws IOException where the body breaks off
   */
  @POST
  public HookAnswer take(InputStream stream, @Context HttpServletRequest request)
      throws IOException {
    proof.shown(proof.required(), request.getHeader(TOKEN), TOKEN);
    var body = Payload.read(Proof.body(request, stream));
    return desk.take(GitlabMessage.read(body, desk.catalog()), "gitlab", request);
  }
}
