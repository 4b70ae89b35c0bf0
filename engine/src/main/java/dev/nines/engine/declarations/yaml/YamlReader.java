package dev.nines.engine.declarations.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Reads YAML 1.2 into fields, within bounds: no input costs more than its own size. */
public final class YamlReader {
  /** Far deeper than any declaration, far less than a thread's stack. */
  private static final int DEEPEST = 100;

  private static final int MOST_ALIASES = 50;

  private YamlReader() {}

  /**
   * Reads every document of a file.
   *
   * @param source the file
   * @param findings told the syntax error, where there is one
   * @return the documents; nothing where the file is not YAML
   */
  public static List<Field> read(Source source, Findings findings) {
    return read(source, new Field.Origin(source.name(), source.folder(), findings, false));
  }

  /**
   * Reads the one document of another program's file; see {@link Field#isLiteral()}.
   *
   * @param source the file
   * @param findings told what is wrong
   * @return the document; nothing where the file is empty or not YAML
   */
  public static Optional<Field> readLiteral(Source source, Findings findings) {
    var documents = readAllLiteral(source, findings);
    documents.stream().skip(1).forEach(d -> d.fault("expected one document, got a second one"));
    return documents.stream().findFirst().filter(document -> !document.isEmpty());
  }

  /**
   * Reads every document of another program's file; see {@link Field#isLiteral()}.
   *
   * @param source the file
   * @param findings told the syntax error, where there is one
   * @return the documents; nothing where the file is not YAML
   */
  public static List<Field> readAllLiteral(Source source, Findings findings) {
    return read(source, new Field.Origin(source.name(), source.folder(), findings, true));
  }

  /**
   * Reads every document of a file as the parser has it, with marks.
   *
   * @param source the file
   * @param findings told the syntax error, where there is one
   * @return the documents; nothing where the file is not YAML
   */
  public static List<Node> nodes(Source source, Findings findings) {
    return read(source, findings).stream().map(Field::node).toList();
  }

  private static List<Field> read(Source source, Field.Origin origin) {
    var settings =
        LoadSettings.builder()
            .setLabel(source.name())
            .setSchema(new CoreSchema())
            .setMaxAliasesForCollections(MOST_ALIASES)
            .setCodePointLimit(Integer.MAX_VALUE)
            .build();
    var documents = new ArrayList<Field>();
    try {
      var parser = new ParserImpl(settings, new StreamReader(settings, source.text()));
      var composer = new Composer(settings, new BoundedParser(parser));
      while (composer.hasNext()) {
        documents.add(new Field(origin, composer.next(), ""));
      }
    } catch (MarkedYamlEngineException e) {
      origin
          .findings()
          .unreadable(syntax(source, e.getProblemMark().or(e::getContextMark), problem(e)));
      return List.of();
    } catch (YamlEngineException e) {
      origin.findings().unreadable(syntax(source, Optional.empty(), firstLine(e.getMessage())));
      return List.of();
    }
    return documents;
  }

  /**
   * Reads a file that is one mapping, such as a configuration. An empty file is an empty mapping.
   *
   * @param source the file
   * @param findings told what is wrong
   * @param overrides values over those of the file
   * @param placeholders fills in variables everywhere
   * @return the mapping; nothing where the file is not YAML
   */
  public static Optional<Field> readOne(
      Source source, Findings findings, Overrides overrides, Placeholders placeholders) {
    var documents = read(source, findings);
    if (findings.unread()) {
      return Optional.empty();
    }
    documents.stream().skip(1).forEach(d -> d.fault("expected one document, got a second one"));
    var written = documents.stream().findFirst().filter(document -> !document.isEmpty());
    var document = written.orElseGet(() -> empty(source, findings));
    overrides.apply(document.node());
    new EveryPlaceholder(placeholders).fill(document.node(), document);
    return Optional.of(document);
  }

  private static Field empty(Source source, Findings findings) {
    var start = Optional.of(new Mark(source.name(), 0, 0, 0, new int[0], 0));
    var node = new MappingNode(Tag.MAP, true, new ArrayList<>(), FlowStyle.BLOCK, start, start);
    return new Field(new Field.Origin(source.name(), source.folder(), findings, false), node, "");
  }

  /** What a text would be where it stands unquoted. */
  static Tag plainTag(String text) {
    return new CoreSchema().getScalarResolver().resolve(text, true);
  }

  private static Fault syntax(Source source, Optional<Mark> mark, String problem) {
    return new Fault(
        source.name(),
        mark.map(m -> m.getLine() + 1).orElse(1),
        mark.map(m -> m.getColumn() + 1).orElse(1),
        "",
        "not YAML: " + problem);
  }

  private static String problem(MarkedYamlEngineException e) {
    var problem = firstLine(e.getProblem());
    return e.getContext() == null ? problem : firstLine(e.getContext()) + ", " + problem;
  }

  private static String firstLine(@Nullable String text) {
    return text == null ? "" : text.lines().findFirst().orElse("").strip();
  }

  /** Gives up before the composer, which recurses, runs out of stack. */
  private static final class BoundedParser implements Parser {
    private final Parser parser;
    private int depth;

    BoundedParser(Parser parser) {
      this.parser = parser;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
      return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
      return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
      return parser.hasNext();
    }

    @Override
    public Event next() {
      var event = parser.next();
      switch (event.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        default -> {}
      }
      if (depth > DEEPEST) {
        throw new TooDeep(event.getStartMark());
      }
      return event;
    }
  }

  private static final class TooDeep extends MarkedYamlEngineException {
    TooDeep(Optional<Mark> mark) {
      super(null, Optional.empty(), "nested deeper than " + DEEPEST + " levels", mark);
    }
  }
}
