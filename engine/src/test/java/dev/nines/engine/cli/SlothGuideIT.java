package dev.nines.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.NinesApplication;
import dev.nines.engine.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/guides/from-sloth.md says is done as it says, its commands typed one by one. */
class SlothGuideIT {
  private static final Path GUIDE = Path.of("../docs/guides/from-sloth.md");
  private static final Pattern CONSOLE = Pattern.compile("(?s)```console\\n(.*?)```");

  @TempDir Path folder;

  private record Typed(String command, String answer) {}

  private static List<Typed> typed() throws IOException {
    var typed = new ArrayList<Typed>();
    for (var block : CONSOLE.matcher(Files.readString(GUIDE)).results().toList()) {
      for (var one : block.group(1).split("(?m)^\\$ ")) {
        if (!one.isEmpty()) {
          var lines = one.split("\n", 2);
          typed.add(new Typed(lines[0], lines[1]));
        }
      }
    }
    return typed;
  }

  @BeforeEach
  void copyFiles() throws IOException {
    try (var files = Files.list(Path.of("../docs/guides/from-sloth"))) {
      for (var file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    Files.copy(
        Path.of("../slo-definitions/nines.yaml"),
        Files.createDirectory(folder.resolve("slo-definitions")).resolve("nines.yaml"));
  }

  private String run(String command) throws IOException, InterruptedException {
    var words = List.of(command.split(" "));
    var program =
        switch (words.getFirst()) {
          case "./nines" ->
              List.of(
                  Objects.requireNonNull(ProcessHandle.current().info().command().orElseThrow()),
                  "-cp",
                  absolute(System.getProperty("java.class.path")),
                  NinesApplication.class.getName());
          default -> List.of(Peers.program(words.getFirst()).toString());
        };
    var process =
        new ProcessBuilder(Stream.concat(program.stream(), words.stream().skip(1)).toList())
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static String absolute(String classPath) {
    return String.join(
        ":",
        Stream.of(classPath.split(":")).map(e -> Path.of(e).toAbsolutePath().toString()).toList());
  }

  @Test
  void commandsAnswerWhatTheGuideShows() throws Exception {
    assertThat(typed()).hasSize(5);
    for (var one : typed()) {
      assertThat(run(one.command())).as(one.command()).isEqualTo(one.answer());
    }
  }

  @Test
  void filesAreAsTheGuideShowsThem() throws IOException {
    assertThat(Files.readString(GUIDE))
        .contains(
            "```yaml\n" + Files.readString(folder.resolve("getting-started.yml")) + "```",
            "```yaml\n" + Files.readString(folder.resolve("myservice-test.yml")) + "```");
  }

  @Test
  void fileToBeginWithIsSloths() throws IOException {
    var sloths = Peers.path(Path.of("../../shared/external/sloth/examples/getting-started.yml"));

    assertThat(folder.resolve("getting-started.yml")).hasSameTextualContentAs(sloths);
  }
}
