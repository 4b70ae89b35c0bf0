package dev.nines.engine.declarations;

import dev.nines.engine.declarations.yaml.Fault;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds and reads the files of declarations: of a folder every {@code *.yaml} and {@code *.yml} at
 * any depth, but nothing whose name starts with a dot. So a Kubernetes volume, which keeps older
 * versions in such folders, is read once.
 */
public final class DeclarationFiles {
  private static final int MOST_BYTES = 4 << 20;

  private DeclarationFiles() {}

  /**
   * Reads files.
   *
   * @param roots files and folders
   * @param findings told what cannot be read, a fault each
   * @return the texts of all files, by path
   */
  public static List<Source> read(List<Path> roots, Findings findings) {
    return find(roots, findings).stream().flatMap(file -> read(file, findings).stream()).toList();
  }

  private static List<Path> find(List<Path> roots, Findings findings) {
    var files = new ArrayList<Path>();
    for (var root : roots) {
      if (!Files.exists(root)) {
        findings.unreadable(Fault.ofFile(name(root), "no such file or folder"));
      } else if (Files.isDirectory(root)) {
        walk(root, files, findings);
      } else {
        files.add(root);
      }
    }
    return files.stream().sorted().distinct().toList();
  }

  private static void walk(Path root, List<Path> files, Findings findings) {
    try {
      Files.walkFileTree(
          root,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return hidden(folder) && !folder.equals(root)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              var name = file.getFileName().toString();
              if (!hidden(file) && (name.endsWith(".yaml") || name.endsWith(".yml"))) {
                files.add(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              findings.unreadable(unreadable(file, e));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      findings.unreadable(unreadable(root, e));
    }
  }

  private static boolean hidden(Path path) {
    var name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  private static Optional<Source> read(Path file, Findings findings) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        findings.unreadable(Fault.ofFile(name(file), "larger than 4 MiB"));
        return Optional.empty();
      }
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      var folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
      return Optional.of(new Source(name(file), folder, text));
    } catch (CharacterCodingException e) {
      findings.unreadable(Fault.ofFile(name(file), "not text in UTF-8"));
    } catch (IOException e) {
      findings.unreadable(unreadable(file, e));
    }
    return Optional.empty();
  }

  private static Fault unreadable(Path file, IOException e) {
    return Fault.ofFile(name(file), "cannot be read: " + e.getMessage());
  }

  /** As the user would name it: from the working directory, where it is below it. */
  private static String name(Path file) {
    var here = Path.of("").toAbsolutePath();
    return file.isAbsolute() && file.startsWith(here)
        ? here.relativize(file).toString()
        : file.toString();
  }
}
