package dev.nines.engine.declarations.format;

import dev.nines.engine.declarations.format.Document.Line;
import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.engine.declarations.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one form of declarations: two spaces a level, {@code apiVersion}, {@code kind}, {@code
 * metadata} and {@code spec} in this order, {@code ---} between documents and nowhere else, no
 * trailing blanks. Lines are moved, never written anew, so comments stay, and so do the ways in
 * which values are written.
 */
public final class Formatting {
  private Formatting() {}

  /**
   * Brings a file into form.
   *
   * @param source the file
   * @param findings told why it is left alone, where it is
   * @return its text in form; nothing where it is not YAML, or would say something else
   */
  public static Optional<String> of(Source source, Findings findings) {
    var before = source.text().lines().collect(Collectors.joining("\n", "", "\n"));
    var told = new Findings();
    var documents = YamlReader.nodes(source, told);
    told.faults().forEach(findings::fault);
    if (!told.faults().isEmpty()) {
      return Optional.empty();
    }
    var lines = new SourceLines(before, documents);
    if (!isPlain(lines)) {
      return Optional.of(before);
    }
    var after = text(documents(lines));
    var again = YamlReader.nodes(new Source(source.name(), source.folder(), after), told);
    if (!told.faults().isEmpty()
        || !Sameness.ofDocuments(documents, again)
        || !Sameness.ofLines(before, after)) {
      findings.fault(
          Fault.ofFile(source.name(), "cannot be formatted without changing what it says"));
      return Optional.empty();
    }
    return Optional.of(after);
  }

  /** Directives, ends of documents and values behind a separator are left as they are. */
  private static boolean isPlain(SourceLines lines) {
    for (var i = 0; i < lines.size(); i++) {
      var line = lines.line(i);
      if (!lines.isInScalar(i)
          && (line.startsWith("%")
              || line.startsWith("...")
              || (line.startsWith("---")
                  && !behind(line).isEmpty()
                  && !behind(line).startsWith("#"))
              || line.indexOf('\t') == 0)) {
        return false;
      }
    }
    return true;
  }

  private static String behind(String separator) {
    return separator.substring("---".length()).strip();
  }

  private static List<Document> documents(SourceLines lines) {
    var indenting = new Indenting(lines);
    var documents = new ArrayList<Document>();
    var current = new Document();
    for (var i = 0; i < lines.size(); i++) {
      var scalar = lines.isInScalar(i);
      if (!scalar && lines.line(i).startsWith("---")) {
        documents.add(current);
        current = new Document();
        var comment = behind(lines.line(i));
        if (!comment.isEmpty()) {
          current.add(new Line(comment, Optional.empty(), true, true));
        }
      } else {
        current.add(new Line(indenting.indented(i), lines.key(i), !scalar, lines.isComment(i)));
      }
    }
    documents.add(current);
    return joined(documents);
  }

  /** Comments alone are no document: they go with the next one, the last with the one before. */
  private static List<Document> joined(List<Document> documents) {
    var joined = new ArrayList<Document>();
    for (var document : documents) {
      if (!document.isEmpty()) {
        if (!joined.isEmpty() && joined.getLast().hasOnlyComments()) {
          joined.getLast().append(document);
        } else {
          joined.add(document);
        }
      }
    }
    if (joined.size() > 1 && joined.getLast().hasOnlyComments()) {
      var last = joined.removeLast();
      joined.getLast().append(last);
    }
    return joined;
  }

  private static String text(List<Document> documents) {
    return documents.stream()
        .map(document -> String.join("\n", document.text()) + "\n")
        .collect(Collectors.joining("---\n"));
  }
}
