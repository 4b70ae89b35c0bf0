package dev.nines.engine.cli;

import dev.nines.engine.cli.CommandExit.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * Where a command writes files.
 *
 * @param path the folder
 * @param force whether files that are there are written over
 */
record OutputFolder(Path path, boolean force) {
  /** Lets whoever asks say where. */
  static void add(Subparser parser, String what) {
    parser
        .addArgument("-o", "--output")
        .metavar("DIR")
        .required(true)
        .help("where " + what + " go");
    parser
        .addArgument("--force")
        .action(Arguments.storeTrue())
        .help("write over files that are there already");
  }

  static OutputFolder of(Namespace arguments) {
    return new OutputFolder(Path.of(arguments.getString("output")), arguments.getBoolean("force"));
  }

  /**
   * Writes all files or none: half of them would be taken for the whole.
   *
   * @param texts by the name of the file
   * @throws CommandExit where one is there already, or cannot be written
   */
  void write(Map<String, String> texts) {
    var there = texts.keySet().stream().map(path::resolve).filter(Files::exists).sorted().toList();
    if (!there.isEmpty() && !force) {
      throw new CommandExit(
          Code.WRONG_USAGE,
          there.getFirst() + " is there already; --force writes over it, and nothing is written");
    }
    try {
      Files.createDirectories(path);
      for (var text : texts.entrySet()) {
        Files.writeString(path.resolve(text.getKey()), text.getValue());
      }
    } catch (IOException e) {
      throw new CommandExit(Code.WRONG_USAGE, path + " cannot be written: " + e.getMessage());
    }
  }
}
