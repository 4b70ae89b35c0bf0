package dev.nines.engine.pages.incidents;

import static dev.nines.engine.pages.text.Markdown.table;
import static dev.nines.engine.pages.text.Markdown.text;

import dev.nines.engine.dora.Suspect;
import dev.nines.engine.pages.incidents.CauseLines.SuspectLine;
import dev.nines.engine.pages.text.Markdown;
import dev.nines.engine.review.IncidentReview;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a post-mortem says of the deployments just before an incident, as its page does.
 *
 * @param time writes an instant
 */
record CauseSection(Function<Instant, String> time) {
  /** What ends neither a link nor a cell. */
  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>|\\\\]+");

  String of(IncidentReview review) {
    var cause = review.cause();
    var says =
        cause
            .word()
            .map(word -> text(CauseLines.says(word, time.apply(word.at()))))
            .orElse(CauseLines.NOTHING_DECLARED);
    var impactStart = review.incident().times().impactStart();
    var before =
        cause.suspects().isEmpty()
            ? "No deployment to production is known of the day before it.\n"
            : table(
                List.of("deployment", "service", "finished", "how long before", "who", "evidence"),
                cause.suspects().stream().map(suspect -> row(suspect, impactStart)).toList());
    return says + "\n\n" + before;
  }

  private List<String> row(Suspect suspect, Instant impactStart) {
    var deployment = suspect.row().deployment();
    var name = text(deployment.version());
    return List.of(
        suspect
                .row()
                .url()
                .filter(LINK.asMatchPredicate())
                .map(url -> "[%s](<%s>)".formatted(name, url))
                .orElse(name)
            + (deployment.rollback() ? ", a rollback" : ""),
        text(deployment.service()),
        time.apply(deployment.finishedAt()),
        SuspectLine.before(suspect, impactStart),
        suspect.row().actor().map(Markdown::text).orElse("not told"),
        SuspectLine.evidence(suspect));
  }
}
