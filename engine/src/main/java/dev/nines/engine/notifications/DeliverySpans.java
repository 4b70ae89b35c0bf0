package dev.nines.engine.notifications;

import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.engine.telemetry.SpanAttributes;
import dev.nines.engine.telemetry.SpanLinks;
import dev.nines.engine.telemetry.SpanScope;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A span for each attempt to tell a channel something, with links to the runs whose failing it is
 * about.
 */
record DeliverySpans(Tracer tracer, Jdbi jdbi) {
  private static final Logger LOG = LoggerFactory.getLogger(DeliverySpans.class);

  /** One incident has few probes; more would say nothing more. */
  private static final int MOST_LINKS = 16;

  /**
   * What came of an attempt.
   *
   * @param outcome what the channel said
   * @param span of the attempt, for log lines that tell of it later
   */
  record Attempt(Delivery outcome, SpanContext span) {}

  Attempt around(String channel, Notification note, Supplier<Delivery> deliver) {
    var builder =
        tracer
            .spanBuilder("notify " + channel)
            .setNoParent()
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(SpanAttributes.CHANNEL, channel)
            .setAttribute(SpanAttributes.NOTIFICATION, note.type().label())
            .setAttribute(SpanAttributes.SERVICE, note.service());
    note.incident().ifPresent(about -> builder.setAttribute(SpanAttributes.INCIDENT, about.id()));
    var span = builder.startSpan();
    if (span.isRecording()) {
      note.incident().ifPresent(about -> link(span, about.id()));
    }
    try (var _ = SpanScope.of(span)) {
      var delivery = deliver.get();
      switch (delivery) {
        case Delivery.Delivered _ -> {}
        case Delivery.Retry(_, var why) -> span.setStatus(StatusCode.ERROR, why);
        case Delivery.GiveUp(var why) -> span.setStatus(StatusCode.ERROR, why);
      }
      return new Attempt(delivery, span.getSpanContext());
    }
  }

  private record Failing(String traceId, String probe, String location) {}

  private void link(Span span, long incident) {
    try {
      jdbi.withHandle(handle ->
              handle
                  .createQuery(
                      """
                      select o.trace_id, p.name as probe, l.name as location
                      from outage o
                        join probe p on p.id = o.probe_id join location l on l.id = o.location_id
                      where o.incident_id = :incident and o.trace_id is not null
                      order by o.impact_start limit :most
                      """)
                  .bind("incident", incident)
                  .bind("most", MOST_LINKS)
                  .map((rs, _) ->
                      new Failing(
                          rs.getString("trace_id"),
                          rs.getString("probe"),
                          rs.getString("location")))
                  .list())
          .forEach(
              run -> SpanLinks.toRun(span::addLink, run.traceId(), run.probe(), run.location()));
    } catch (JdbiException e) {
      LOG.debug("no links of incident {}", incident, e); // who is told needs none
    }
  }
}
