package dev.nines.engine.declarations;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.declarations.modules.WrittenModules;
import dev.nines.engine.declarations.yaml.Findings;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Source;
import dev.nines.engine.declarations.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads declarations: OpenSLO v1 and our own kinds, in files of YAML. */
public final class Declarations {
  private Declarations() {}

  /**
   * Reads files. Never throws for what is in them: everything that is wrong is in the reading.
   *
   * @param paths files, and folders that are searched for {@code *.yaml} and {@code *.yml}
   * @param variables values for {@code ${NAME}} in targets, addresses and secrets
   * @return the catalog, or every fault at once
   */
  public static Reading read(List<Path> paths, Function<String, Optional<String>> variables) {
    return read(new DeclarationPaths(paths, Optional.empty()), variables);
  }

  /**
   * Reads files, a {@code blackbox.yml} among them. Never throws for what is in them: everything
   * that is wrong is in the reading.
   *
   * @param paths where everything lies
   * @param variables values for {@code ${NAME}} in declarations' targets, addresses and secrets
   * @return the catalog, or every fault at once
   */
  public static Reading read(DeclarationPaths paths, Function<String, Optional<String>> variables) {
    var findings = new Findings();
    var modules = paths.blackboxModules().map(file -> modules(file, findings));
    return parse(
        DeclarationFiles.read(paths.declarations(), findings),
        modules.orElse(WrittenModules.STANDARD),
        variables,
        findings);
  }

  private static WrittenModules modules(Path file, Findings findings) {
    return DeclarationFiles.read(List.of(file), findings).stream()
        .findFirst()
        .map(source -> WrittenModules.read(source, findings))
        .orElse(WrittenModules.UNREAD);
  }

  static Reading parse(
      List<Source> sources,
      WrittenModules modules,
      Function<String, Optional<String>> variables,
      Findings findings) {
    var drafts = new Drafts();
    var reader = new DocumentReader(drafts, new Placeholders(variables), modules);
    for (var source : sources) {
      YamlReader.read(source, findings).forEach(reader::read);
    }
    var catalog =
        findings.unread() ? Catalog.EMPTY : new References(drafts, modules.asDeclared()).resolve();
    var faults = findings.faults();
    return new Reading(
        faults.isEmpty() ? Optional.of(catalog) : Optional.empty(),
        faults,
        findings.warnings(),
        findings.early(),
        findings::notes);
  }

  /**
   * Tells whether files have changed: equal fingerprints, equal texts. Times do not come into it,
   * since a checkout may turn them back.
   *
   * @param paths where everything lies
   * @return a digest of the files' names and texts
   */
  public static String fingerprint(DeclarationPaths paths) {
    var findings = new Findings();
    var sources = DeclarationFiles.read(paths.all(), findings);
    var digest = sha256();
    for (var source : sources) {
      digest.update(source.name().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(source.text().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    findings
        .faults()
        .forEach(fault -> digest.update(fault.toString().getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
