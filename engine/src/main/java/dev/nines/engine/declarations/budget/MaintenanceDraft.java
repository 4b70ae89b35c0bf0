package dev.nines.engine.declarations.budget;

import dev.nines.engine.catalog.Maintenance;
import dev.nines.engine.declarations.yaml.Reference;
import java.util.List;
import java.util.Optional;

/**
 * A maintenance as written, its references not yet followed.
 *
 * @param services the services it names
 * @param probes the probes it names
 * @param maintenance the maintenance; absent where it could not be read
 */
public record MaintenanceDraft(
    List<Reference> services, List<Reference> probes, Optional<Maintenance> maintenance) {}
