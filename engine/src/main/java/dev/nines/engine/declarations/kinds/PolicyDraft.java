package dev.nines.engine.declarations.kinds;

import dev.nines.engine.catalog.Freeze;
import dev.nines.engine.declarations.telling.EscalationReader;
import dev.nines.engine.declarations.yaml.Reference;
import dev.nines.incident.ServicePolicy;
import java.util.List;

/**
 * A policy as written, its references not yet followed.
 *
 * @param services whom it is for
 * @param policy the policy
 * @param escalation who is told next
 * @param freezes when the services are not to be deployed
 */
public record PolicyDraft(
    List<Reference> services,
    ServicePolicy policy,
    EscalationReader.Draft escalation,
    List<Freeze> freezes) {}
