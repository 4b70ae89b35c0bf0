package dev.nines.channel;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was put in front of a service's users?
 *
 * @param id the deployment's number
 * @param environment where to, as whoever deploys calls it
 * @param version what people call what was deployed; empty where nobody said
 * @param rollback whether it took back what the deployment before it brought
 * @param startedAt when it began, where that was told
 * @param finishedAt when it was over
 * @param revision the commit, where that was told
 * @param artifact the package URL, where that was told
 * @param actor who deployed, where that was told
 * @param url where whoever deploys has more to read, where that was told
 */
public record Deployed(
    long id,
    String environment,
    Optional<String> version,
    boolean rollback,
    Optional<Instant> startedAt,
    Instant finishedAt,
    Optional<String> revision,
    Optional<String> artifact,
    Optional<String> actor,
    Optional<String> url) {
  private static final int LONGEST = 300;

  /** Shortens the texts where they must be. */
  public Deployed {
    environment = Notification.cut(environment, LONGEST);
    version = cut(version);
    revision = cut(revision);
    artifact = cut(artifact);
    actor = cut(actor);
    url = url.filter(link -> link.length() <= LONGEST); // half a link leads nowhere
  }

  private static Optional<String> cut(Optional<String> text) {
    return text.map(whole -> Notification.cut(whole, LONGEST));
  }

  /** {@return one sentence for people} */
  String summary(String service) {
    return "%s: %s was %s %s"
        .formatted(
            service,
            version.orElse("deployment " + id),
            rollback ? "rolled back to in" : "deployed to",
            environment);
  }

  String title(String service) {
    return "[%s] %s: %s, %s"
        .formatted(
            rollback ? "ROLLED BACK" : "DEPLOYED",
            service,
            version.orElse("deployment " + id),
            environment);
  }

  List<Wording.Fact> facts(ZoneId zone) {
    var facts = new ArrayList<Wording.Fact>();
    facts.add(new Wording.Fact("Environment", environment));
    version.ifPresent(text -> facts.add(new Wording.Fact("Version", text)));
    facts.add(new Wording.Fact("Finished", Wording.moment(finishedAt, zone)));
    startedAt
        .map(begin -> Duration.between(begin, finishedAt))
        .filter(took -> !took.isNegative())
        .ifPresent(took -> facts.add(new Wording.Fact("Took", Wording.words(took))));
    actor.ifPresent(who -> facts.add(new Wording.Fact("By", who)));
    revision.ifPresent(commit -> facts.add(new Wording.Fact("Commit", commit)));
    artifact.ifPresent(name -> facts.add(new Wording.Fact("Artifact", name)));
    url.ifPresent(link -> facts.add(new Wording.Fact("Pipeline", link)));
    return facts;
  }
}
