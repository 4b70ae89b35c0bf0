package dev.nines.engine.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A difference that a test excuses is one that a user can read of. */
class DifferencesTest {
  private static final Path PAGE = Path.of("../docs/reference/probing.md");

  @ParameterizedTest
  @MethodSource
  void pageTellsIt(String reason) throws IOException {
    var page = Files.readString(PAGE).replaceAll("\\s+", " ");

    assertThat(page.contains(reason)).as(reason).isTrue();
  }

  static Stream<String> pageTellsIt() {
    return Arrays.stream(Differences.class.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == String.class)
        .map(field -> {
          try {
            return (String) field.get(null);
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        });
  }
}
