package dev.nines.engine.pages.notifications;

import dev.nines.engine.notifications.StoredNotification;
import dev.nines.engine.pages.text.Moment;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;

/**
 * A notification, ready to print.
 *
 * @param id its number
 * @param state where it stands
 * @param channel to whom
 * @param type what happened, for people
 * @param severity how bad it was
 * @param summary one sentence
 * @param link to the incident; empty for an alert that opens none
 * @param created when it was written
 * @param attempts how often it was tried
 * @param next when it is tried again; empty where it is not
 * @param ended when it was delivered or given up
 * @param error why the newest attempt failed; empty where it did not
 */
public record NotificationRow(
    String id,
    String state,
    String channel,
    String type,
    String severity,
    String summary,
    String link,
    Moment created,
    int attempts,
    Optional<Moment> next,
    Optional<Moment> ended,
    String error) {
  static NotificationRow of(StoredNotification note, ZonedDateTime now) {
    return new NotificationRow(
        Long.toString(note.id()),
        note.state().label(),
        note.channel(),
        note.type().replace('.', ' ').replace('_', ' ').toLowerCase(Locale.ROOT),
        note.severity(),
        note.summary(),
        note.incident().map(id -> "/incidents/" + id).orElse(""),
        Moment.of(note.createdAt(), now),
        note.attempts(),
        note.nextAttemptAt().map(at -> Moment.of(at, now)),
        note.endedAt().map(at -> Moment.of(at, now)),
        note.lastError().orElse(""));
  }
}
