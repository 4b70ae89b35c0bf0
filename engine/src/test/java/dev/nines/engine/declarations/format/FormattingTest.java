package dev.nines.engine.declarations.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class FormattingTest {
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\\n(.*?)```");

  @Test
  void everythingIsIndentedByTwo_andKeysComeInTheirOrder() {
    assertThat(
            formatted(
                """
                # Of the shop.
                ---
                # The service.
                kind:   Service   # a kind
                # Which language.
                apiVersion: openslo/v1

                spec:
                    description: >
                        All of
                         it
                    list:
                    - a
                    -   b: 1
                        # on c
                        c:
                        -   d
                        - - e
                          -   f
                    -
                        g: {h: 1,
                           # within
                           i: 2}


                metadata:
                      name: shop # its name
                      # the last word
                # The end.
                ---

                ---
                apiVersion: openslo/v1
                kind: Service
                metadata: {name: mail}
                ---
                """))
        .isEqualTo(
            """
            # Of the shop.

            # The service.
            # Which language.
            apiVersion: openslo/v1

            kind:   Service   # a kind
            metadata:
              name: shop # its name
              # the last word
            spec:
              description: >
                  All of
                   it
              list:
                - a
                - b: 1
                  # on c
                  c:
                    - d
                    - - e
                      - f
                -
                  g: {h: 1,
                     # within
                     i: 2}

            # The end.
            ---
            apiVersion: openslo/v1
            kind: Service
            metadata: {name: mail}
            """);
  }

  @Test
  void whatHasItsFormStaysAsItIs() {
    var text =
        """
        apiVersion: openslo/v1
        kind: Service
        metadata:
          name: shop
        spec:
          description: |
            ---
            # no comment

            said "so"
        """;

    assertThat(formatted(text)).isEqualTo(text);
  }

  @Test
  void fileThatIsNoYamlIsToldWithItsLine_andLeftAlone() {
    var findings = new Findings();

    assertThat(Formatting.of(source("a: 1\nb: [1\nc: 2\n"), findings)).isEmpty();
    assertThat(findings.faults())
        .extracting(Fault::file, Fault::line)
        .containsExactly(tuple("a.yml", 3));
  }

  @Test
  void anchorThatWouldComeAfterItsAliasIsLeftAlone() {
    var findings = new Findings();

    assertThat(
            Formatting.of(
                source("spec: {a: &a 1}\napiVersion: x\nkind: y\nmetadata: *a\n"), findings))
        .isEmpty();
    assertThat(findings.faults())
        .extracting(Fault::message)
        .containsExactly("cannot be formatted without changing what it says");
  }

  @Test
  void directivesAndValuesBehindSeparatorsAreLeftAsTheyAre() {
    assertThat(formatted("%YAML 1.2\n---\na:\n    b: 1\n"))
        .isEqualTo("%YAML 1.2\n---\na:\n    b: 1\n");
    assertThat(formatted("--- {b: 1,\n    a: 2}\n")).isEqualTo("--- {b: 1,\n    a: 2}\n");
  }

  @Test
  void shippedDeclarationsHaveTheirForm() throws IOException {
    try (var files = Files.walk(Path.of("../slo-definitions"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).toList()) {
        var text = Files.readString(file);
        assertThat(formatted(text)).as(file.toString()).isEqualTo(text);
      }
    }
  }

  @Test
  void examplesOfTheDocumentationSayTheSameAfterwards() throws IOException {
    try (var pages = Files.walk(Path.of("../docs"))) {
      for (var page : pages.filter(p -> p.toString().endsWith(".md")).toList()) {
        EXAMPLE.matcher(Files.readString(page)).results().forEach(match -> check(match.group(1)));
      }
    }
    check(Files.readString(Path.of("../config.yml")));
  }

  @Test
  void anythingWrittenAnyhowSaysTheSameAfterwards_withAllItsComments() {
    var random = new Random(20261125);
    for (var round = 0; round < 500; round++) {
      check(new Writer(random).file());
    }
  }

  private static void check(String text) {
    var after = formatted(text);

    assertThat(load(after)).as("%s%n became%n%s", text, after).isEqualTo(load(text));
    assertThat(comments(after)).as(text).containsExactlyInAnyOrderElementsOf(comments(text));
    assertThat(formatted(after)).as("formatted again:%n%s", text).isEqualTo(after);
  }

  private static List<Object> load(String text) {
    var all = new ArrayList<Object>();
    new Load(LoadSettings.builder().build())
        .loadAllFromString(text)
        .forEach(document -> Optional.ofNullable(document).ifPresent(all::add));
    return all;
  }

  /** The comments that the writer below numbers. */
  private static List<String> comments(String text) {
    return Pattern.compile("# \\d+\\b").matcher(text).results().map(m -> m.group()).toList();
  }

  private static String formatted(String text) {
    var findings = new Findings();
    var formatted = Formatting.of(source(text), findings);
    assertThat(findings.faults()).as(text).isEmpty();
    return formatted.orElseThrow();
  }

  private static Source source(String text) {
    return new Source("a.yml", Path.of("."), text);
  }

  /** Writes YAML as no one should. */
  private static final class Writer {
    private static final List<String> SCALARS =
        List.of(
            "1", "a b", "\"x # y\"", "'- z'", "~", "{a: 1, b: [2]}", "[1, {c: d}]", "https://a");
    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private int comment;

    Writer(Random random) {
      this.random = random;
    }

    String file() {
      var documents = 1 + random.nextInt(3);
      for (var i = 0; i < documents; i++) {
        if (i > 0 || random.nextInt(4) == 0) {
          text.append("---\n");
        }
        mapping(0, "", Stream.of("spec", "kind", "metadata", "apiVersion", "other"), 3);
      }
      return text.toString();
    }

    private void mapping(int indent, String first, Stream<String> keys, int levels) {
      var start = first;
      for (var key : keys.toList()) {
        if (random.nextInt(5) == 0 && start.isEmpty() && key.length() < 3) {
          continue;
        }
        if (start.isEmpty()) {
          between(indent);
          text.append(" ".repeat(indent));
        } else {
          text.append(start);
          start = "";
        }
        text.append(key).append(':');
        value(indent, levels);
      }
    }

    private void value(int indent, int levels) {
      switch (levels == 0 ? random.nextInt(3) : random.nextInt(6)) {
        case 0 -> {
          text.append(' ').append(SCALARS.get(random.nextInt(SCALARS.size())));
          end();
        }
        case 1 -> block(indent);
        case 2 -> folded(indent);
        case 3 -> {
          end();
          sequence(indent + random.nextInt(4), levels - 1);
        }
        default -> {
          end();
          mapping(indent + 1 + random.nextInt(6), "", Stream.of("a", "b", "long"), levels - 1);
        }
      }
    }

    private void sequence(int indent, int levels) {
      for (var i = 0; i < 1 + random.nextInt(3); i++) {
        between(indent);
        text.append(" ".repeat(indent)).append('-');
        var gap = 1 + random.nextInt(3);
        switch (levels == 0 ? 0 : random.nextInt(4)) {
          case 0 -> {
            text.append(" ".repeat(gap)).append(SCALARS.get(random.nextInt(SCALARS.size())));
            end();
          }
          case 1 -> {
            end();
            mapping(indent + 1 + random.nextInt(4), "", Stream.of("x", "y", "name"), levels - 1);
          }
          default ->
              mapping(indent + 1 + gap, " ".repeat(gap), Stream.of("p", "q", "name"), levels - 1);
        }
      }
    }

    /** A text whose lines are kept; a number sign in it is none. */
    private void block(int indent) {
      var by = 1 + random.nextInt(4);
      text.append(random.nextBoolean() ? " |" : " >-");
      if (random.nextInt(3) == 0) {
        text.append(by);
      }
      text.append('\n');
      var inside = " ".repeat(indent + by);
      text.append(inside).append("one # two\n\n").append(inside).append("  three\n");
      text.append(inside).append("- four:\n");
    }

    private void folded(int indent) {
      var inside = " ".repeat(indent + 1 + random.nextInt(5));
      switch (random.nextInt(3)) {
        case 0 -> text.append(" plain\n").append(inside).append("on two lines\n");
        case 1 -> text.append(" \"quoted\n\n").append(inside).append("  # on three\"\n");
        default ->
            text.append(" [1, # ").append(++comment).append('\n').append(inside).append("2]\n");
      }
    }

    private void end() {
      if (random.nextInt(5) == 0) {
        text.append(" ".repeat(1 + random.nextInt(2))).append("# ").append(++comment);
      }
      text.append(" ".repeat(random.nextInt(5) == 0 ? 2 : 0)).append('\n');
    }

    private void between(int indent) {
      while (random.nextInt(5) == 0) {
        var column = random.nextInt(3) == 0 ? random.nextInt(8) : indent;
        text.append(random.nextInt(3) == 0 ? "" : " ".repeat(column) + "# " + ++comment);
        text.append('\n');
      }
    }
  }
}
