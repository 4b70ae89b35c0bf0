package dev.nines.engine.telling;

import dev.nines.channel.ChannelSpec;
import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.catalog.Telling;
import dev.nines.engine.heartbeats.Heartbeats;
import dev.nines.engine.incidents.Escalations;
import dev.nines.engine.incidents.HeldNotifications;
import dev.nines.engine.notifications.NotificationLeftovers;
import dev.nines.engine.notifications.NotificationTable;
import dev.nines.engine.notifications.NotificationTable.Owed;
import dev.nines.engine.silences.SilenceTable;
import dev.nines.engine.text.Count;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a tick does for telling: before the incidents move on it looks for missed heartbeats, after
 * it for escalations that are due and silences that are over. What it found last may be read from
 * anywhere.
 */
public final class TellingDesk {
  private static final Logger LOG = LoggerFactory.getLogger(TellingDesk.class);

  private final Jdbi jdbi;
  private final Heartbeats heartbeats;
  private final Escalations escalations;
  private final HeldNotifications held;
  private volatile List<Owed> owed = List.of();
  private volatile List<Silence> silences = List.of();

  /**
   * Works on a database.
   *
   * @param jdbi the database
   * @param externalUrl where people find this Nines
   */
  public TellingDesk(Jdbi jdbi, URI externalUrl) {
    this.jdbi = jdbi;
    heartbeats = new Heartbeats(jdbi);
    escalations = new Escalations(jdbi, externalUrl);
    held = new HeldNotifications(jdbi, externalUrl);
  }

  /** {@return who listens to heartbeats} */
  public Heartbeats heartbeats() {
    return heartbeats;
  }

  /** {@return what channels were owed at the newest tick} */
  public List<Owed> owed() {
    return owed;
  }

  /** {@return the silences that held at the newest tick} */
  public List<Silence> silences() {
    return silences;
  }

  /**
   * To be done before the incidents move on.
   *
   * @param catalog what is declared
   * @param now the present, by the database's clock
   */
  public void before(Catalog catalog, Instant now) {
    heartbeats.watch(catalog, now);
  }

  /**
   * To be done after the incidents have moved on.
   *
   * @param catalog what is declared
   * @param now the present, by the database's clock
   */
  public void after(Catalog catalog, Instant now) {
    escalations.take(catalog, now);
    held.release(catalog);
    owed = jdbi.withHandle(NotificationTable::owed);
    giveUp(catalog.channels().stream().map(ChannelSpec::name).collect(Collectors.toSet()));
    silences = jdbi.withHandle(handle -> SilenceTable.active(handle, catalog));
  }

  /** No lane carries for a channel that is not declared, so none gives up for it either. */
  private void giveUp(Set<String> declared) {
    if (owed.stream()
        .anyMatch(one ->
            one.oldest().compareTo(Telling.GIVE_UP_AFTER) > 0
                && !declared.contains(one.channel()))) {
      var given =
          jdbi.inTransaction(handle -> NotificationLeftovers.giveUpUndeclared(handle, declared));
      given.forEach((channel, count) ->
          LOG.error(
              "channel {} is no longer declared: {} given up",
              channel,
              Count.of(count, "notification")));
      owed = jdbi.withHandle(NotificationTable::owed);
    }
  }
}
