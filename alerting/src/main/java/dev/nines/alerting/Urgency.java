package dev.nines.alerting;

/** What a burn-rate alert asks of people. */
public enum Urgency {
  /** Look now: it opens or joins an incident. */
  PAGE,
  /** Look this week: it is told and shown, and opens nothing. */
  TICKET
}
