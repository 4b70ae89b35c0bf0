package dev.nines.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux says of processes in {@code /proc}. */
public final class ProcessFigures {
  /** USER_HZ, which is 100 on every architecture that Nines runs on. */
  private static final double TICKS_A_SECOND = 100;

  // Places in /proc/PID/stat, counted from after the parenthesised name; see proc(5).
  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private ProcessFigures() {}

  /**
   * What the process itself has used.
   *
   * @param pid the process
   * @return CPU seconds, of which a hundredth is the least
   * @throws IOException if there is no such process
   */
  public static double cpuSeconds(long pid) throws IOException {
    var stat = stat(pid);
    return seconds(stat, USER, SYSTEM);
  }

  /** {@return CPU seconds of the process and its children, also of those that have ended} */
  static double cpuSecondsWithChildren(long pid) throws IOException {
    var sum = seconds(stat(pid), USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM);
    try (var processes = Files.list(Path.of("/proc"))) {
      for (var child : numbers(processes)) {
        try {
          var stat = stat(child);
          if (Long.parseLong(stat.get(PARENT)) == pid) {
            sum += seconds(stat, USER, SYSTEM);
          }
        } catch (NoSuchFileException _) {
          // it has ended meanwhile, and its parent has its time
        }
      }
    }
    return sum;
  }

  /** {@return resident memory now, in MiB} */
  static long residentMebibytes(long pid) throws IOException {
    return residentKibibytes(pid) / 1024;
  }

  /**
   * What the process has in memory now.
   *
   * @param pid the process
   * @return resident memory in KiB
   * @throws IOException if there is no such process
   */
  public static long residentKibibytes(long pid) throws IOException {
    return status(pid, "VmRSS:");
  }

  /** {@return the most resident memory so far, in MiB} */
  static long peakMebibytes(long pid) throws IOException {
    return status(pid, "VmHWM:") / 1024;
  }

  /**
   * To tell how alone we are on the machine.
   *
   * @return the load of the last minute
   * @throws IOException if Linux does not say
   */
  public static String loadAverage() throws IOException {
    return Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0];
  }

  private static List<Long> numbers(Stream<Path> processes) {
    return processes
        .map(path -> path.getFileName().toString())
        .filter(name -> name.chars().allMatch(Character::isDigit))
        .map(Long::valueOf)
        .toList();
  }

  private static List<String> stat(long pid) throws IOException {
    var text = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    return List.of(text.substring(text.lastIndexOf(')') + 2).split(" "));
  }

  private static double seconds(List<String> stat, int... places) {
    var ticks = 0L;
    for (var place : places) {
      ticks += Long.parseLong(stat.get(place));
    }
    return ticks / TICKS_A_SECOND;
  }

  private static long status(long pid, String key) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(key.length()).replace("kB", "").strip())
          .mapToLong(Long::parseLong)
          .findFirst()
          .orElseThrow();
    }
  }
}
