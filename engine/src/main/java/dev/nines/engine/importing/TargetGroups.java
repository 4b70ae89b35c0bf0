package dev.nines.engine.importing;

import dev.nines.engine.declarations.DeclarationFiles;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** Reads the targets of a job, those of {@code static_configs} and of {@code file_sd_configs}. */
final class TargetGroups {
  private static final String DISCOVERY = "_sd_configs";

  private final Findings findings;

  TargetGroups(Findings findings) {
    this.findings = findings;
  }

  List<ScrapeJob.Target> of(Map<String, Field> job, Path folder) {
    job.forEach((key, field) -> {
      if (key.endsWith(DISCOVERY) && !key.equals("file" + DISCOVERY)) {
        field.warn("targets of this service discovery are not taken over");
      }
    });
    var targets = new ArrayList<ScrapeJob.Target>();
    list(job, "static_configs").forEach(group -> targets.addAll(group(group)));
    for (var discovery : list(job, "file" + DISCOVERY)) {
      var keys = discovery.mapping(Mapping::entries).orElse(Map.of());
      list(keys, "files").forEach(pattern -> targets.addAll(files(pattern, folder)));
    }
    return targets;
  }

  private static List<Field> list(Map<String, Field> keys, String key) {
    return Optional.ofNullable(keys.get(key))
        .filter(field -> !field.isEmpty())
        .map(Field::items)
        .orElse(List.of());
  }

  private List<ScrapeJob.Target> group(Field field) {
    var keys = field.mapping(Mapping::entries).orElse(Map.of());
    var labels = new LinkedHashMap<String, String>();
    Optional.ofNullable(keys.get("labels"))
        .filter(given -> !given.isEmpty())
        .flatMap(given -> given.mapping(Mapping::entries))
        .orElse(Map.of())
        .forEach((name, value) -> value.text().ifPresent(text -> labels.put(name, text)));
    return list(keys, "targets").stream()
        .flatMap(at -> at.text().map(text -> new ScrapeJob.Target(text, labels, at)).stream())
        .toList();
  }

  private List<ScrapeJob.Target> files(Field pattern, Path folder) {
    var found = pattern.text().map(text -> matching(text, folder)).orElse(List.of());
    if (found.isEmpty()) {
      pattern.warn("no file is there, so no target is taken over");
    }
    return DeclarationFiles.read(found, findings).stream()
        .flatMap(source -> YamlReader.read(source, findings).stream())
        .filter(document -> !document.isEmpty())
        .flatMap(document -> document.items().stream())
        .flatMap(group -> group(group).stream())
        .toList();
  }

  /** As in Prometheus, only the last part of a path may be a pattern. */
  private static List<Path> matching(String text, Path folder) {
    try {
      var path = folder.resolve(text);
      if (Files.isRegularFile(path)) {
        return List.of(path);
      }
      var name = path.getFileName();
      var parent = path.getParent();
      if (name == null || parent == null) {
        return List.of();
      }
      try (Stream<Path> files = Files.list(parent)) {
        var matcher = path.getFileSystem().getPathMatcher("glob:" + name);
        return files
            .filter(file -> matcher.matches(file.getFileName()) && Files.isRegularFile(file))
            .sorted()
            .toList();
      }
    } catch (IOException | InvalidPathException | PatternSyntaxException e) {
      return List.of();
    }
  }
}
