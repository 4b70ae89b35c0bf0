package dev.nines.engine.incidents;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.Notification;
import dev.nines.engine.alerts.BurnAlertTable.BurnAlertRow;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.dora.IncidentCauses;
import dev.nines.engine.notifications.Outbox;
import dev.nines.engine.silences.SilenceTable;
import dev.nines.incident.Incident;
import dev.nines.incident.Severity;
import dev.nines.incident.Transition;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Who is told of an incident or alert, and from whom a silence holds it back?
 *
 * @param active the silences that hold
 */
record IncidentTelling(Catalog catalog, URI externalUrl, List<Silence> active) {
  static IncidentTelling now(Handle handle, Catalog catalog, URI externalUrl) {
    return new IncidentTelling(catalog, externalUrl, SilenceTable.active(handle, catalog));
  }

  URI page(Incident incident) {
    return externalUrl.resolve("/incidents/" + incident.id());
  }

  /** Owes everybody what these transitions have to tell. */
  void tell(Handle handle, List<Transition> transitions) {
    var owed = new ArrayList<Outbox.Note>();
    transitions.forEach(transition -> owed.addAll(owed(handle, transition)));
    Outbox.put(handle, owed);
  }

  /**
   * Whom it concerns now, and whoever was told of it before: an open that was sent gets its end,
   * which no silence holds back. Whom it concerns only since a change of severity is told the open:
   * an update says nothing to receivers that do not know what it is of.
   */
  private List<Outbox.Note> owed(Handle handle, Transition transition) {
    var incident = transition.after();
    var isNew = transition.before().isEmpty();
    var channels = new LinkedHashSet<String>();
    catalog.channelsFor(incident.service(), incident.severity()).stream()
        .map(ChannelSpec::name)
        .forEach(channels::add);
    var told = isNew ? Set.<String>of() : Outbox.toldOf(handle, incident.id());
    channels.addAll(told);
    var held = isNew ? List.<String>of() : HeldNotifications.ofIncident(handle, incident.id());
    var silence = silence(incident.service(), incident.severity());
    var background = ServiceBackground.of(catalog, incident.service());
    var artifact =
        isNew ? Optional.<String>empty() : IncidentCauses.artifact(handle, incident.id());
    var owed = new ArrayList<Outbox.Note>();
    for (var channel : channels) {
      var notes = Notification.of(transition, channel, page(incident));
      var wasHeld =
          !notes.isEmpty()
              && held.contains(channel)
              && HeldNotifications.forget(handle, incident.id(), channel);
      for (var note : notes) {
        var isNews = note.type() != Notification.Type.UPDATED || told.contains(channel);
        if (note.type() == Notification.Type.RESOLVED
            || (silence.isEmpty() && !wasHeld && isNews)) {
          owed.add(new Outbox.Note(channel, note.with(background).causedBy(artifact)));
        } else if (silence.isPresent()) {
          HeldNotifications.hold(handle, incident.id(), channel, silence.get());
        } else {
          tellLate(
              handle,
              incident,
              channel,
              wasHeld ? "no longer silenced" : "concerns this channel now");
        }
      }
    }
    return owed;
  }

  Optional<Silence> silence(String service, Severity severity) {
    return SilenceTable.over(active, catalog, service, severity);
  }

  /** Tells of what has been open for a while. */
  void tellLate(Handle handle, Incident incident, String channel, String why) {
    var knows = Outbox.knows(handle, incident.id(), channel);
    put(
        handle,
        incident,
        channel,
        Notification.late(incident, knows, why, incident.updatedAt(), channel, page(incident)));
  }

  private void put(Handle handle, Incident incident, String channel, Notification note) {
    var background = ServiceBackground.of(catalog, incident.service());
    Outbox.put(
        handle,
        List.of(
            new Outbox.Note(
                channel,
                note.with(background).causedBy(IncidentCauses.artifact(handle, incident.id())))));
  }

  /** What was held back when it fired is not told when it clears either. */
  void tell(Handle handle, BurnAlertRow alert, boolean fired) {
    var severity = AlertTargets.severity(alert);
    var silence = silence(alert.service(), severity);
    for (var channel : AlertTargets.of(handle, catalog, alert, severity, fired)) {
      if (fired && silence.isPresent()) {
        HeldNotifications.holdAlert(handle, alert.id(), channel, silence.get());
      } else if (fired || !HeldNotifications.forgetAlert(handle, alert.id(), channel)) {
        putAlert(handle, alert, fired, channel);
      }
    }
  }

  void putAlert(Handle handle, BurnAlertRow alert, boolean fired, String channel) {
    Outbox.putAlert(
        handle,
        alert.id(),
        channel,
        AlertTargets.notification(catalog, alert, fired, channel, externalUrl.resolve("/")));
  }
}
