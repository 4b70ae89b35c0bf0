package dev.nines.engine.importing.deployments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.nines.engine.api.deployments.DeploymentBody;
import dev.nines.engine.declarations.yaml.Spelling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The deployments of a file: JSON lines, each what {@code POST /api/v1/deployments} takes, or CSV
 * whose header names the same keys. Which it is shows at its first character.
 *
 * @param lines what stands in it
 * @param faults what cannot be read
 */
public record DeploymentFile(List<Line> lines, List<LineFault> faults) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final CsvMapper CSV =
      CsvMapper.builder()
          .enable(CsvParser.Feature.TRIM_SPACES)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .enable(CsvParser.Feature.EMPTY_STRING_AS_NULL)
          .build();
  private static final Set<String> FLAGS = Set.of("rework", "rollback");
  private static final Set<String> NUMBERS = Set.of("causeOf");

  /** Copies the lists. */
  public DeploymentFile {
    lines = List.copyOf(lines);
    faults = List.copyOf(faults);
  }

  /**
   * A deployment in a file.
   *
   * @param number of the line it begins at, from 1
   * @param object what stands there
   */
  public record Line(int number, ObjectNode object) {}

  /**
   * What is wrong with a line.
   *
   * @param line its number, from 1
   * @param field the key; empty for the whole line
   * @param message what was expected
   */
  public record LineFault(int line, String field, String message) {}

  /**
   * Reads a file.
   *
   * @param file where it lies
   * @return what stands in it, and what cannot be read
   * @throws IOException where there is no such file, or it breaks off
   */
  public static DeploymentFile read(Path file) throws IOException {
    var reading = new Reading();
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      var text = decoder.decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
      reading.text(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (CharacterCodingException e) {
      reading.fault(1, "", "not UTF-8");
    }
    return new DeploymentFile(reading.lines, reading.faults);
  }

  /** Gathers as it goes. */
  private static final class Reading {
    private final List<Line> lines = new ArrayList<>();
    private final List<LineFault> faults = new ArrayList<>();

    void text(String text) throws IOException {
      var start = text.stripLeading();
      if (start.isEmpty()) {
        fault(1, "", "expected a deployment a line, as JSON, or CSV with a header");
      } else if (start.startsWith("{")) {
        json(text);
      } else {
        csv(text);
      }
    }

    void fault(int line, String field, String message) {
      faults.add(new LineFault(line, field, message));
    }

    private void json(String text) {
      var number = 0;
      for (var line : text.split("\r?\n", -1)) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        try {
          if (JSON.readTree(line) instanceof ObjectNode object) {
            lines.add(new Line(number, object));
          } else {
            fault(number, "", "expected an object of JSON");
          }
        } catch (JsonProcessingException e) {
          fault(number, "", "not JSON: " + e.getOriginalMessage());
        }
      }
    }

    private void csv(String text) throws IOException {
      var first = text.lines().findFirst().orElse("");
      if (first.contains(";")
          && !first.contains(",")) { // as spreadsheets of half of Europe write it
        fault(1, "", "expected commas between the columns, not semicolons");
        return;
      }
      var header = CsvSchema.emptySchema().withHeader();
      try (MappingIterator<Map<String, String>> rows =
          CSV.readerForMapOf(String.class).with(header).readValues(text)) {
        var number = next(rows);
        while (number > 0) {
          lines.add(new Line(number, object(rows.nextValue())));
          number = next(rows);
        }
        checkHeader((CsvSchema) rows.getParserSchema());
      } catch (JsonProcessingException e) {
        var at = e.getLocation();
        fault(at == null ? 1 : Math.max(1, at.getLineNr()), "", e.getOriginalMessage());
      }
    }

    /** The line on which the next row begins; 0 where there is none. */
    private static int next(MappingIterator<Map<String, String>> rows) throws IOException {
      return rows.hasNextValue() ? rows.getCurrentLocation().getLineNr() : 0;
    }

    /** A column that is no key is one fault, not one a row. */
    private void checkHeader(CsvSchema header) {
      header.forEach(column -> {
        var name = column.getName();
        if (!DeploymentBody.KEYS.contains(name)) {
          fault(1, name, "unknown column" + Spelling.hint(name, DeploymentBody.KEYS));
          lines.forEach(line -> line.object().remove(name));
        }
      });
    }

    /** As JSON would have it: what cannot be made so is left for the reader to tell of. */
    private static ObjectNode object(Map<String, String> row) {
      var object = JSON.createObjectNode();
      row.forEach((key, value) -> {
        if (value == null || value.isBlank()) {
          return;
        }
        if (FLAGS.contains(key) && (value.equals("true") || value.equals("false"))) {
          object.put(key, Boolean.parseBoolean(value));
        } else if (NUMBERS.contains(key) && value.matches("\\d{1,18}")) {
          object.put(key, Long.parseLong(value));
        } else if (key.equals("committedAt")) {
          var times = object.putArray(key);
          for (var time : value.split("[\\s;]+", -1)) {
            times.add(time);
          }
        } else {
          object.put(key, value);
        }
      });
      return object;
    }
  }
}
