package dev.nines.engine.telemetry;

import io.opentelemetry.api.common.AttributeKey;

/** Nines' own attributes of spans, beside those of the semantic conventions. */
public final class SpanAttributes {
  /** The probe of a run; on its root span alone. */
  public static final AttributeKey<String> PROBE = AttributeKey.stringKey("nines.probe");

  /** The service that it is about. */
  public static final AttributeKey<String> SERVICE = AttributeKey.stringKey("nines.service");

  /** The place of the prober. */
  public static final AttributeKey<String> LOCATION = AttributeKey.stringKey("nines.location");

  /** When the run was due, in ISO 8601. */
  public static final AttributeKey<String> SCHEDULED = AttributeKey.stringKey("nines.scheduled_at");

  /** Why a run is kept: {@code sampled}, {@code failed} or {@code slow}. */
  public static final AttributeKey<String> KEPT = AttributeKey.stringKey("nines.kept");

  /** 0 for the first request of a run, 1 for the next, and so on. */
  public static final AttributeKey<Long> HOP = AttributeKey.longKey("nines.hop");

  /** The name of a step of a transaction. */
  public static final AttributeKey<String> STEP = AttributeKey.stringKey("nines.step");

  /** The number of an incident; a span that has it is always kept. */
  public static final AttributeKey<Long> INCIDENT = AttributeKey.longKey("nines.incident.id");

  /** What was done to an incident, such as {@code opened}. */
  public static final AttributeKey<String> TRANSITION =
      AttributeKey.stringKey("nines.incident.transition");

  /** How bad an incident is. */
  public static final AttributeKey<String> SEVERITY =
      AttributeKey.stringKey("nines.incident.severity");

  /** The channel that is told. */
  public static final AttributeKey<String> CHANNEL = AttributeKey.stringKey("nines.channel");

  /** What a channel is told, such as {@code incident.opened}. */
  public static final AttributeKey<String> NOTIFICATION =
      AttributeKey.stringKey("nines.notification.type");

  private SpanAttributes() {}
}
