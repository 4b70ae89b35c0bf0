package dev.nines.engine.declarations;

import dev.nines.engine.catalog.Heartbeat;
import dev.nines.engine.catalog.Silence;
import dev.nines.engine.catalog.Telling;
import dev.nines.engine.declarations.telling.TellingDrafts.SilenceDraft;
import dev.nines.incident.Escalation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the references of escalations, silences and heartbeats. */
record TellingReferences(Drafts drafts) {
  Telling resolve() {
    return new Telling(giveUpAfter(), escalations(), silences(), heartbeats());
  }

  private Map<String, Duration> giveUpAfter() {
    var times = new HashMap<String, Duration>();
    drafts.channels().values().stream()
        .flatMap(Optional::stream)
        .forEach(channel ->
            channel.giveUpAfter().ifPresent(after -> times.put(channel.channel().name(), after)));
    return times;
  }

  private Map<String, Escalation> escalations() {
    var escalations = new HashMap<String, Escalation>();
    for (var policy : drafts.policies().values()) {
      policy.escalation().targets().forEach(drafts.channels()::resolve);
      if (!policy.escalation().escalation().steps().isEmpty()) {
        policy
            .services()
            .forEach(service -> escalations.put(service.name(), policy.escalation().escalation()));
      }
    }
    return escalations;
  }

  private List<Silence> silences() {
    drafts
        .telling()
        .silences()
        .values()
        .forEach(draft -> draft.services().forEach(drafts.services()::resolve));
    return drafts.telling().silences().values().stream()
        .map(SilenceDraft::silence)
        .flatMap(Optional::stream)
        .toList();
  }

  private List<Heartbeat> heartbeats() {
    return drafts.telling().heartbeats().values().stream().flatMap(Optional::stream).toList();
  }
}
