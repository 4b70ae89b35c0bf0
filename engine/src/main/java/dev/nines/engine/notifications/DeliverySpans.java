package dev.nines.engine.notifications;

import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.engine.telemetry.RunTraceId;
import dev.nines.engine.telemetry.SpanAttributes;
import dev.nines.engine.telemetry.SpanScope;
import io.opentelemetry.api.trace.Span;
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

  Delivery around(String channel, Notification note, Supplier<Delivery> deliver) {
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
      return delivery;
    }
  }

  private void link(Span span, long incident) {
    try {
      jdbi.withHandle(handle ->
              handle
                  .createQuery(
                      """
                      select trace_id from outage where incident_id = :incident
                        and trace_id is not null order by impact_start limit :most
                      """)
                  .bind("incident", incident)
                  .bind("most", MOST_LINKS)
                  .mapTo(String.class)
                  .list())
          .forEach(trace -> span.addLink(RunTraceId.root(trace)));
    } catch (JdbiException e) {
      LOG.debug("no links of incident {}", incident, e); // who is told needs none
    }
  }
}
