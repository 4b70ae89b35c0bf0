package dev.nines.engine.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard as it is shipped. */
public record Dashboard(String file, String text, JsonNode json) {
  /** Where all that Grafana and Prometheus are given lies. */
  public static final Path FOLDER = Path.of("..", "grafana-dashboards");

  /** The kinds of panels that the linter's rules are about, and those that draw states. */
  private static final List<String> DRAWN =
      List.of("stat", "gauge", "table", "timeseries", "state-timeline");

  /** {@return all of them} */
  public static List<Dashboard> all() {
    try (var files = Files.list(FOLDER.resolve("dashboards"))) {
      return files.sorted().map(Dashboard::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dashboard read(Path file) {
    try {
      var text = Files.readString(file);
      return new Dashboard(
          String.valueOf(file.getFileName()), text, new ObjectMapper().readTree(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String title() {
    return json.path("title").asText();
  }

  Stream<JsonNode> allPanels() {
    return elements(json.path("panels"));
  }

  /** {@return those that draw something} */
  public Stream<JsonNode> panels() {
    return allPanels().filter(panel -> DRAWN.contains(panel.path("type").asText()));
  }

  Stream<JsonNode> variables() {
    return elements(json.at("/templating/list"));
  }

  /** {@return the queries of a panel} */
  public static List<String> queries(JsonNode panel) {
    return elements(panel.path("targets")).map(target -> target.path("expr").asText()).toList();
  }

  /**
   * The query behind a number.
   *
   * @param title of its panel
   * @param column of a table; else the name of the query, such as {@code A}
   * @return the query
   */
  public String query(String title, String column) {
    return panels()
        .filter(panel -> panel.path("title").asText().equals(title))
        .flatMap(panel -> {
          var names = panel.at("/transformations/1/options/renameByName");
          return elements(panel.path("targets"))
              .filter(target -> {
                var ref = target.path("refId").asText();
                return names.path("Value #" + ref).asText(ref).equals(column);
              });
        })
        .map(target -> target.path("expr").asText())
        .findFirst() // a stat may stand before the graph of its title
        .orElseThrow(() -> new AssertionError("no " + column + " in " + title + " of " + file));
  }

  /** {@return the queries of the marks, by what they mark} */
  public Map<String, String> annotations() {
    return elements(json.at("/annotations/list"))
        .filter(mark -> mark.has("expr"))
        .collect(
            Collectors.toMap(
                mark -> mark.path("name").asText(), mark -> mark.path("expr").asText()));
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Override
  public String toString() {
    return file;
  }
}
