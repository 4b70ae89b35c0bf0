package dev.nines.engine.endtoend;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nines.engine.Peers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The last stage of the Dockerfile by hand: what it copies lies below a folder that stands for the
 * root, and is the tests' user's own; what it runs is somebody else, as there.
 */
record Image(Path root, String dockerfile) {
  private static final Path SOURCES = Path.of("..");
  private static final Pattern COPY = Pattern.compile("COPY --from=build /src/(\\S+) (\\S+)");

  /** Of whom initdb asks the name, so it must be a user of this machine. */
  private static final String SOMEBODY = "nobody";

  static Image copied(Path root) throws IOException {
    var image = new Image(root, Files.readString(SOURCES.resolve("deploy/container/Dockerfile")));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    COPY.matcher(image.dockerfile())
        .results()
        .forEach(copy -> copy(SOURCES.resolve(copy.group(1)), image.at(copy.group(2))));
    var home = Files.createDirectories(image.at("/var/lib/nines"));
    if (isRoot()) {
      Files.setOwner(
          home,
          root.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SOMEBODY));
    }
    return image;
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void copy(Path from, Path to) {
    try (var files = Files.walk(from)) {
      Files.createDirectories(to.getParent());
      for (var file : files.toList()) {
        Files.copy(
            file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return where an absolute path of the image lies here} */
  Path at(String path) {
    return root.resolve(path.substring(1));
  }

  /** {@return the words of its ENTRYPOINT or CMD, as they stand there} */
  List<String> words(String instruction) throws IOException {
    var line =
        dockerfile
            .lines()
            .filter(one -> one.startsWith(instruction + " "))
            .findFirst()
            .orElseThrow();
    return Arrays.asList(
        new ObjectMapper().readValue(line.substring(instruction.length()), String[].class));
  }

  /** Runs it by its own command, on ports that are free. */
  NinesProcess run(String... properties) throws IOException {
    var config = at("/etc/nines/config.yml");
    Files.writeString(
        config,
        Files.readString(config).replace("/var/lib/nines", at("/var/lib/nines").toString()));
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(
          List.of(
              Peers.program("setpriv").toString(),
              "--reuid=" + SOMEBODY,
              "--regid=nogroup",
              "--clear-groups"));
    }
    for (var instruction : List.of("ENTRYPOINT", "CMD")) {
      for (var word : words(instruction)) {
        command.add(word.startsWith("/") ? at(word).toString() : word);
      }
    }
    var options = new ArrayList<>(List.of(properties));
    options.add("XX:TieredStopAtLevel=1"); // starts sooner
    for (var connector : List.of("applicationConnectors", "adminConnectors")) {
      options.add("Ddw.server." + connector + "[0].port=0");
      options.add("Ddw.server." + connector + "[0].bindHost=127.0.0.1"); // tests open nothing
    }
    return NinesProcess.start(
        command,
        root,
        Map.of(
            "JAVA_HOME", System.getProperty("java.home"),
            "HOME", at("/var/lib/nines").toString(),
            "NINES_JAVA_OPTS", "-" + String.join(" -", options)));
  }
}
