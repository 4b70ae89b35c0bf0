package dev.nines.engine.hooks.deployments;

import dev.nines.engine.api.Problem;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** {@code /hooks/github}: the webhook of a repository or organization, signed with its secret. */
@Path("/hooks/github")
@PermitAll // it asks for a proof of its own
@Produces(MediaType.APPLICATION_JSON)
public final class GithubHook {
  private final Proof proof;
  private final DeliveryDesk desk;

  /**
   * Takes deliveries.
   *
   * @param proof tells GitHub's from others'
   * @param desk keeps what they say
   */
  public GithubHook(Proof proof, DeliveryDesk desk) {
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
    var secret = proof.required();
    var body = Proof.body(request, stream);
    proof.signed(secret, body, request.getHeader("X-Hub-Signature-256"));
    return switch (Optional.ofNullable(request.getHeader("X-GitHub-Event")).orElse("")) {
      case "ping" -> HookAnswer.passedOver("pong: deployment_status is taken");
      case "deployment_status" -> {
        if (!Media.isJson(request)) {
          throw Problem.of(
              Response.Status.UNSUPPORTED_MEDIA_TYPE,
              "set the content type of the webhook to application/json");
        }
        yield desk.take(GithubMessage.read(Payload.read(body), desk.catalog()), "github", request);
      }
      default -> HookAnswer.passedOver("of GitHub's events deployment_status alone is taken");
    };
  }
}
