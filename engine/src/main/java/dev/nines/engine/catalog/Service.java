package dev.nines.engine.catalog;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What people know by name and rely on; everything else belongs to one.
 *
 * @param name unique among services
 * @param displayName for people
 * @param description for people; empty where there is none
 * @param labels values by key, in the order of declaration
 * @param annotations texts by key, in the order of declaration
 */
public record Service(
    String name,
    String displayName,
    String description,
    Map<String, List<String>> labels,
    Map<String, String> annotations) {
  /** By what people call them, in the order of the alphabet. */
  public static final Comparator<Service> BY_NAME =
      Comparator.comparing((Service service) -> service.displayName().toLowerCase(Locale.ROOT))
          .thenComparing(Service::name);

  /** Copies the maps. */
  public Service {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(annotations));
  }

  /** {@return where its deployments come from; none where it does not say} */
  public List<Origin> origins() {
    return Optional.ofNullable(annotations.get(Origin.ANNOTATION))
        .flatMap(Origin::listOf)
        .orElse(List.of());
  }
}
