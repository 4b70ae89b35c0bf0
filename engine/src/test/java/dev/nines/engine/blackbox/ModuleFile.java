package dev.nines.engine.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A blackbox.yml with a module for each row of a table, and {@code http_2xx} for who names none.
 */
final class ModuleFile {
  private ModuleFile() {}

  static String name(int row) {
    return "row_" + row;
  }

  static Path write(Path file, Zoo zoo, List<Situation> table) throws IOException {
    var text = new StringBuilder("modules:\n  http_2xx: {prober: http}\n");
    for (var row = 0; row < table.size(); row++) {
      if (!table.get(row).module().isEmpty()) {
        text.append("  %s: {%s}%n".formatted(name(row), zoo.filled(table.get(row).module())));
      }
    }
    return Files.writeString(file, text);
  }
}
