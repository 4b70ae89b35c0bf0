package dev.nines.engine.declarations.yaml;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a file, with its place and path. Each reading method gives the value, or records a
 * fault and gives nothing; so a reader goes on and finds all faults in one go.
 */
public final class Field {
  private static final Map<String, Boolean> OLD_WORDS =
      Map.of("y", true, "yes", true, "on", true, "n", false, "no", false, "off", false);

  private final Origin origin;
  private final Node node;
  private final String path;

  Field(Origin origin, Node node, String path) {
    this.origin = origin;
    this.node = node;
    this.path = path;
  }

  /** The file that a value stands in; in a literal one a {@code ${NAME}} is no variable. */
  record Origin(String file, Path folder, Findings findings, boolean literal) {}

  Node node() {
    return node;
  }

  String path() {
    return path;
  }

  Field child(Node child, String key) {
    return new Field(origin, child, path.isEmpty() ? key : path + "." + key);
  }

  Field item(Node child, int index) {
    return new Field(origin, child, path + "[" + index + "]");
  }

  /** {@return whether the value is a list} */
  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** {@return whether the value is a mapping} */
  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  /**
   * Tells whether the value is a mapping with a key, without asking for it.
   *
   * @param key the key
   * @return whether it is there with a value
   */
  public boolean has(String key) {
    return step(key).filter(child -> node instanceof MappingNode && !child.isEmpty()).isPresent();
  }

  /** {@return whether the value is a text without a character} */
  public boolean isBlank() {
    return scalar().filter(s -> s.getValue().isEmpty()).isPresent();
  }

  /**
   * Tells whether the value is a text that begins so, without asking for one.
   *
   * @param prefix how it begins
   * @return whether it does
   */
  public boolean startsWith(String prefix) {
    return scalar().filter(s -> s.getValue().startsWith(prefix)).isPresent();
  }

  /** {@return whether the value holds a variable} */
  public boolean hasVariables() {
    return !isLiteral() && scalar().filter(s -> Placeholders.in(s.getValue())).isPresent();
  }

  /** {@return whether there is no value} */
  public boolean isEmpty() {
    return node.getTag().equals(Tag.NULL);
  }

  /**
   * Tells whether the file is another program's, in that program's Go dialect of YAML: without
   * variables, with merge keys, and with secrets in their places.
   *
   * @return whether the file is another program's
   */
  public boolean isLiteral() {
    return origin.literal;
  }

  /** {@return the place, such as {@code checkout.yml:12:7}} */
  public String place() {
    return finding("").place();
  }

  /**
   * Records that this value is wrong.
   *
   * @param message what was expected
   */
  public void fault(String message) {
    origin.findings.fault(finding(message));
  }

  /**
   * Records that this value is doubtful.
   *
   * @param message why
   */
  public void warn(String message) {
    origin.findings.warn(finding(message));
  }

  /**
   * Records what follows from this value, and is worth knowing.
   *
   * @param message tells what follows, when somebody asks
   */
  public void note(Supplier<String> message) {
    origin.findings.note(() -> finding(message.get()));
  }

  /**
   * Records that this value is doubtful before an instant. What time it is is not known here.
   *
   * @param until from when on it is not
   * @param message why
   */
  public void warnUntil(Instant until, String message) {
    origin.findings.warnUntil(finding(message), until);
  }

  /**
   * Says something of this value that makes nothing unusable.
   *
   * @param message what
   * @return the message with its place
   */
  public Fault finding(String message) {
    var mark = node.getStartMark();
    return new Fault(
        mark.map(Mark::getName).orElse(origin.file),
        mark.map(m -> m.getLine() + 1).orElse(0),
        mark.map(m -> m.getColumn() + 1).orElse(0),
        path,
        message);
  }

  /**
   * Reads a mapping. What the reader did not ask for is a fault each.
   *
   * @param reader asks for every key that may be there
   * @param <T> what it makes of them
   * @return what it made
   */
  public <T> Optional<T> mapping(Function<Mapping, T> reader) {
    return ownKeys().map(mapping -> read(mapping, reader));
  }

  /**
   * Reads a mapping whose missing keys are another's. A key without a value hides the other's.
   *
   * @param base the other mapping, perhaps of another file
   * @param reader asks for every key that may be there
   * @param <T> what it makes of them
   * @return what it made
   */
  public <T> Optional<T> mappingOver(Field base, Function<Mapping, T> reader) {
    return ownKeys()
        .map(mapping -> {
          base.ownKeys().ifPresent(mapping::inherit);
          return read(mapping, reader);
        });
  }

  /**
   * Reads a mapping that may be written as a list of mappings, which then have no key in common.
   *
   * @param reader asks for every key that may be there
   * @param <T> what it makes of them
   * @return what it made
   */
  public <T> Optional<T> mappings(Function<Mapping, T> reader) {
    if (!isList() || items().isEmpty()) {
      return mapping(reader);
    }
    var parts = items().stream().flatMap(item -> item.ownKeys().stream()).toList();
    parts.stream().skip(1).forEach(parts.getFirst()::join);
    return parts.stream().findFirst().map(whole -> read(whole, reader));
  }

  private Optional<Mapping> ownKeys() {
    return node instanceof MappingNode map
        ? Optional.of(new Mapping(this, map))
        : unexpected("a mapping");
  }

  private static <T> T read(Mapping mapping, Function<Mapping, T> reader) {
    var value = reader.apply(mapping);
    mapping.reportUnknown();
    return value;
  }

  /**
   * Reads a list.
   *
   * @param item reads one item
   * @param <T> what it makes of it
   * @return what it made of those items that it could read
   */
  public <T> List<T> list(Function<Field, Optional<T>> item) {
    return items().stream().flatMap(field -> item.apply(field).stream()).toList();
  }

  /** {@return the items of a list} */
  public List<Field> items() {
    if (!(node instanceof SequenceNode sequence)) {
      unexpected("a list");
      return List.of();
    }
    var items = new ArrayList<Field>();
    for (var child : sequence.getValue()) {
      items.add(item(child, items.size()));
    }
    return items;
  }

  /** {@return a text; a number counts as the text it was written as} */
  public Optional<String> text() {
    return scalar()
        .filter(s -> isOf(s, Tag.STR, Tag.INT, Tag.FLOAT) || (isLiteral() && isOf(s, Tag.BOOL)))
        .map(ScalarNode::getValue)
        .or(() -> unexpected("text"));
  }

  /**
   * Reads a text with placeholders; in a literal file there are none.
   *
   * @param placeholders fills them in
   * @return the filled-in text
   */
  public Optional<String> text(Placeholders placeholders) {
    return isLiteral() ? text() : text().flatMap(text -> placeholders.expand(text, this));
  }

  /** {@return true or false} */
  public Optional<Boolean> bool() {
    return scalar().flatMap(this::truth).or(() -> unexpected("true or false"));
  }

  /** Go's YAML still takes the words of YAML 1.1 where true or false is wanted. */
  private Optional<Boolean> truth(ScalarNode scalar) {
    if (isOf(scalar, Tag.BOOL)) {
      return Optional.of(Boolean.parseBoolean(scalar.getValue()));
    }
    return isLiteral()
        ? Optional.ofNullable(OLD_WORDS.get(scalar.getValue().toLowerCase(Locale.ROOT)))
        : Optional.empty();
  }

  /**
   * Reads a whole number.
   *
   * @param least the least that is good
   * @param most the most that is good
   * @return the number
   */
  public Optional<Integer> integer(int least, int most) {
    return scalar()
        .filter(s -> isOf(s, Tag.INT))
        .flatMap(s -> whole(s.getValue()))
        .filter(value -> value >= least && value <= most)
        .map(Long::intValue)
        .or(() -> unexpected("a whole number from " + least + " to " + most));
  }

  private static Optional<Long> whole(String text) {
    try {
      if (text.startsWith("0x")) {
        return Optional.of(Long.parseLong(text.substring(2), 16));
      }
      return Optional.of(
          text.startsWith("0o") ? Long.parseLong(text.substring(2), 8) : Long.parseLong(text));
    } catch (NumberFormatException tooLong) {
      return Optional.empty();
    }
  }

  /** {@return a finite number} */
  public Optional<Double> number() {
    return scalar()
        .filter(s -> isOf(s, Tag.INT, Tag.FLOAT))
        .flatMap(s -> decimal(s.getValue()))
        .or(() -> unexpected("a number"));
  }

  private static Optional<Double> decimal(String text) {
    try {
      return Optional.of(Double.parseDouble(text)).filter(Double::isFinite);
    } catch (NumberFormatException infinityOrOctal) {
      return whole(text).map(Long::doubleValue);
    }
  }

  /** {@return a duration in Go's syntax, with the days, weeks and years of Prometheus} */
  public Optional<Duration> duration() {
    return plainText()
        .flatMap(Units::goDuration)
        .or(() ->
            unexpected(
                "a duration such as 30s",
                plainText().flatMap(Units::meantDuration).map(Spelling::hint).orElse("")));
  }

  /** {@return a duration above zero} */
  public Optional<Duration> positiveDuration() {
    var duration = duration();
    if (duration.filter(length -> !length.isPositive()).isPresent()) {
      fault("must be above zero");
      return Optional.empty();
    }
    return duration;
  }

  /**
   * Reads a duration that must not be short.
   *
   * @param least how long it must be
   * @param text the same for a person, such as {@code 1m}
   * @return the duration, empty where there is a fault
   */
  public Optional<Duration> durationAtLeast(Duration least, String text) {
    var duration = duration();
    if (duration.filter(length -> length.compareTo(least) < 0).isPresent()) {
      fault("not at least " + text + ": " + described());
      return Optional.empty();
    }
    return duration;
  }

  /** {@return a duration in OpenSLO's shorthand, a month of 30 days and a year of 365} */
  public Optional<Duration> openSloDuration() {
    return shorthand().map(Shorthand::length);
  }

  /** {@return a duration in OpenSLO's shorthand, in units of the calendar} */
  public Optional<Shorthand> shorthand() {
    return plainText()
        .flatMap(Shorthand::of)
        .or(() ->
            unexpected(
                "a duration such as 30d (one whole number and one of m h d w M Q Y)",
                plainText().flatMap(Shorthand::meant).map(Spelling::hint).orElse("")));
  }

  /** {@return a number of bytes, such as {@code 10MiB}} */
  public Optional<Long> bytes() {
    return plainText().flatMap(Units::bytes).or(() -> unexpected("a size such as 10MiB"));
  }

  /**
   * Reads one word out of a few.
   *
   * @param choices the meaning of each word
   * @param <T> the meaning
   * @return the meaning of the word
   */
  public <T> Optional<T> oneOf(Map<String, T> choices) {
    return plainText()
        .flatMap(word -> Optional.ofNullable(choices.get(word)))
        .or(() ->
            unexpected(
                Wording.alternatives(List.copyOf(choices.keySet())),
                plainText().map(w -> Spelling.hint(w, choices.keySet())).orElse("")));
  }

  /**
   * Reads a text that means something.
   *
   * @param expected what it must be, for the fault
   * @param parser makes something of the text, or nothing where it cannot
   * @param <T> what it makes
   * @return what it made
   */
  public <T> Optional<T> parse(String expected, Function<String, Optional<T>> parser) {
    return plainText().flatMap(parser).or(() -> unexpected(expected));
  }

  /** {@return a path; a relative one is relative to the file it stands in} */
  public Optional<Path> file() {
    return text().flatMap(text -> resolved(text).or(() -> unexpected("a path")));
  }

  /**
   * Finds the place that a path leads to, for a fault that somebody else has found.
   *
   * @param to a path below this value, such as {@code applicationConnectors[0].port}
   * @return the value there, or the last one on the way that there is
   */
  public Field find(String to) {
    var at = this;
    for (var step : to.split("[.\\[\\]]+", -1)) {
      at = at.step(step).orElse(at);
    }
    return new Field(origin, at.node, path.isEmpty() ? to : path + "." + to);
  }

  private Optional<Field> step(String step) {
    return switch (node) {
      case MappingNode map ->
          map.getValue().stream()
              .filter(t -> t.getKeyNode() instanceof ScalarNode key && key.getValue().equals(step))
              .map(t -> child(t.getValueNode(), step))
              .findFirst();
      case SequenceNode list ->
          list.getValue().stream()
              .skip(whole(step).orElse(Long.MAX_VALUE))
              .map(item -> child(item, step))
              .findFirst();
      default -> Optional.empty();
    };
  }

  /** {@return an existing file; a relative path is relative to the file it stands in} */
  public Optional<Path> existingFile() {
    return text().flatMap(text -> resolved(text).filter(Files::isRegularFile).or(this::noFile));
  }

  private Optional<Path> resolved(String text) {
    try {
      return Optional.of(origin.folder.resolve(text));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Optional<Path> noFile() {
    return unexpected("a file that can be read");
  }

  private Optional<String> plainText() {
    return scalar().filter(s -> !isEmpty()).map(ScalarNode::getValue);
  }

  private Optional<ScalarNode> scalar() {
    return node instanceof ScalarNode scalar ? Optional.of(scalar) : Optional.empty();
  }

  private static boolean isOf(ScalarNode scalar, Tag... tags) {
    return List.of(tags).contains(Wording.meaning(scalar));
  }

  <T> Optional<T> unexpected(String expected) {
    return unexpected(expected, "");
  }

  private <T> Optional<T> unexpected(String expected, String hint) {
    fault("expected " + expected + ", got " + described() + hint);
    return Optional.empty();
  }

  /** {@return the value as a message names it: short, and never more than one line} */
  public String described() {
    return Wording.of(node);
  }
}
