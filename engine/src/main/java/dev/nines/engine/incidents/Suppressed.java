package dev.nines.engine.incidents;

import java.time.Instant;
import java.util.Optional;

/**
 * A signal that does not open an incident now, though it is active.
 *
 * @param service whose
 * @param what the signal, for people
 * @param why what holds it back, such as {@code depends on probe edge-tcp, down since ...}
 * @param until when it opens one, should it last; empty where nobody can say
 */
public record Suppressed(String service, String what, String why, Optional<Instant> until) {}
