package dev.nines.engine.api;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.ProbeDeclaration;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.TcpSpec;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What is declared, for other programs to find. */
@Path("/api/v1/targets")
@Produces(MediaType.APPLICATION_JSON)
public final class TargetsResource {
  private static final Pattern NOT_IN_A_LABEL = Pattern.compile("[^a-zA-Z0-9_]");

  private final Supplier<Catalog> catalog;

  /**
   * Shows targets.
   *
   * @param catalog what is declared
   */
  public TargetsResource(Supplier<Catalog> catalog) {
    this.catalog = catalog;
  }

  /**
   * Targets with the same labels, as Prometheus' {@code http_sd_configs} read them.
   *
   * @param targets what is asked, without user information and query
   * @param labels {@code __meta_nines_*}
   */
  public record TargetGroup(List<String> targets, Map<String, String> labels) {}

  /** {@return a group for each probe, in the order of declaration} */
  @GET
  @Path("prometheus")
  public List<TargetGroup> prometheus() {
    return catalog.get().probes().stream()
        .map(probe -> new TargetGroup(List.of(probe.target()), labels(probe)))
        .toList();
  }

  private static Map<String, String> labels(ProbeDeclaration probe) {
    var labels = new LinkedHashMap<String, String>();
    labels.put("__meta_nines_probe", probe.name());
    labels.put("__meta_nines_service", probe.service());
    labels.put(
        "__meta_nines_prober",
        switch (probe.spec()) {
          case HttpSpec _ -> "http";
          case HttpStepsSpec _ -> "http_steps";
          case TcpSpec _ -> "tcp";
        });
    labels.put("__meta_nines_interval_seconds", Long.toString(probe.interval().toSeconds()));
    labels.put("__meta_nines_locations", String.join(",", probe.locations()));
    probe
        .labels()
        .forEach((key, values) ->
            labels.put(
                "__meta_nines_label_" + NOT_IN_A_LABEL.matcher(key).replaceAll("_"),
                String.join(",", values)));
    return labels;
  }
}
