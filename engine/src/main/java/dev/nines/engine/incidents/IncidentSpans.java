package dev.nines.engine.incidents;

import dev.nines.engine.telemetry.SpanAttributes;
import dev.nines.engine.telemetry.SpanLinks;
import dev.nines.incident.Signal;
import dev.nines.incident.Transition;
import io.opentelemetry.api.trace.Tracer;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/** A span for each committed transition of an incident, with links to the runs that failed. */
record IncidentSpans(Tracer tracer) {
  /**
   * Tells of a transition once its transaction is committed.
   *
   * @param handle the transaction
   * @param transition as it was written
   */
  void afterCommit(Handle handle, Transition transition) {
    handle.afterCommit(() -> tell(transition));
  }

  private void tell(Transition transition) {
    var incident = transition.after();
    var kind = transition.steps().getFirst().kind().name().toLowerCase(Locale.ROOT);
    var span =
        tracer
            .spanBuilder("incident " + kind.replace('_', ' '))
            .setNoParent() // a tick that is not sampled must not take it along
            .setAttribute(SpanAttributes.INCIDENT, incident.id())
            .setAttribute(SpanAttributes.SERVICE, incident.service())
            .setAttribute(SpanAttributes.SEVERITY, incident.severity().label())
            .setAttribute(SpanAttributes.TRANSITION, kind);
    for (var signal : incident.signals()) {
      switch (signal) {
        case Signal.ProbeDown down ->
            down.cause()
                .traceId()
                .ifPresent(
                    trace -> SpanLinks.toRun(span::addLink, trace, down.probe(), down.location()));
        case Signal.BurnAlert _, Signal.External _ -> {}
      }
    }
    span.startSpan().end();
  }
}
