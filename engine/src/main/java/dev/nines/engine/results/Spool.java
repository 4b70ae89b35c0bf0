package dev.nines.engine.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.nines.engine.evidence.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where batches wait while the database cannot take them: files of one batch each, checksummed and
 * synced, taken back in the order they came. Past its bound the oldest go. What failed runs saw
 * must not cost results their room: a batch takes along {@link #EVIDENCE_OF_A_BATCH} of it at most.
 * Thread-safe: one thread adds while another takes.
 */
public final class Spool {
  /** Most bytes of evidence in a batch; the newest is taken along. */
  static final int EVIDENCE_OF_A_BATCH = 64 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final String SUFFIX = ".batch";
  private static final String HALF = ".tmp";
  private static final String REFUSED = ".refused";
  private static final TypeReference<List<SpooledResult>> BATCH = new TypeReference<>() {};

  private final Path folder;
  private final long maxBytes;
  private final ObjectMapper json;
  private final ObjectReader reader;
  private final NavigableMap<Long, Long> sizes = new TreeMap<>();
  private long bytes;
  private long lastNumber;
  private long evidenceLeftOut;

  /**
   * Opens a spool and finds what an earlier process left in it.
   *
   * @param folder its folder, created where missing
   * @param maxBytes most bytes it may hold
   * @param json the mapper of its records
   * @throws UncheckedIOException if the folder cannot be used
   */
  public Spool(Path folder, long maxBytes, ObjectMapper json) {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.json = json;
    // what a later version adds, this one can do without
    this.reader = json.readerFor(BATCH).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    try {
      Files.createDirectories(folder);
      try (var files = Files.list(folder)) {
        for (var file : files.toList()) {
          var name = file.getFileName().toString();
          if (name.endsWith(SUFFIX)) {
            remember(number(name, SUFFIX), Files.size(file));
          } else if (name.endsWith(REFUSED)) { // keeps its number
            lastNumber = Math.max(lastNumber, number(name, REFUSED));
          } else if (name.endsWith(HALF)) { // its writer was killed before it had promised anything
            Files.delete(file);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("spool " + folder + " cannot be used", e);
    }
  }

  /** {@return whether nothing waits} */
  public synchronized boolean isEmpty() {
    return sizes.isEmpty();
  }

  /** {@return how many bytes may wait} */
  public long maxBytes() {
    return maxBytes;
  }

  /** {@return how many bytes wait} */
  public synchronized long bytes() {
    return bytes;
  }

  /** {@return of how many failed runs the evidence was left out, for want of room} */
  public synchronized long evidenceLeftOut() {
    return evidenceLeftOut;
  }

  /**
   * Adds a batch; it is on the disk when this returns.
   *
   * @param batch the results
   * @return how many older results were dropped to keep the bound
   * @throws IOException when the disk does not take it
   */
  public synchronized int add(List<ProbeResult> batch) throws IOException {
    var body = json.writeValueAsBytes(spooled(batch));
    var content = (checksum(body, 0) + "\n").getBytes(StandardCharsets.US_ASCII);
    var number = lastNumber + 1;
    var half = folder.resolve(number + HALF);
    try (var channel =
        FileChannel.open(
            half,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var buffers = new ByteBuffer[] {ByteBuffer.wrap(content), ByteBuffer.wrap(body)};
      while (buffers[1].hasRemaining()) {
        channel.write(buffers);
      }
      channel.force(true);
    }
    Files.move(half, file(number));
    syncFolder();
    remember(number, (long) content.length + body.length);
    var dropped = 0;
    while (bytes > maxBytes && sizes.size() > 1) {
      dropped += read(sizes.firstKey()).map(List::size).orElse(0);
      remove(sizes.firstKey());
    }
    return dropped;
  }

  private List<SpooledResult> spooled(List<ProbeResult> batch) {
    var room = EVIDENCE_OF_A_BATCH;
    var newestFirst = new ArrayList<SpooledResult>(batch.size());
    for (var result : batch.reversed()) {
      var size = result.evidence().map(Evidence::bytes).orElse(0);
      if (size <= room) {
        room -= size;
        newestFirst.add(SpooledResult.of(result));
      } else {
        evidenceLeftOut++;
        newestFirst.add(SpooledResult.of(result.with(Optional.empty())));
      }
    }
    return newestFirst.reversed();
  }

  /**
   * A batch that waits.
   *
   * @param number its place in the order
   * @param results its results; none where the file is damaged, or another version's that this one
   *     cannot read
   */
  public record Waiting(long number, List<ProbeResult> results) {
    /** Copies the results. */
    public Waiting {
      results = List.copyOf(results);
    }
  }

  /**
   * Looks at the oldest batch.
   *
   * @return the batch; empty when nothing waits
   * @throws IOException when the disk does not give it
   */
  public synchronized Optional<Waiting> first() throws IOException {
    if (sizes.isEmpty()) {
      return Optional.empty();
    }
    var number = sizes.firstKey();
    return Optional.of(new Waiting(number, read(number).orElse(List.of())));
  }

  /**
   * Forgets a batch, once it is stored.
   *
   * @param number the batch; nothing happens where the bound has already dropped it
   * @throws IOException when the disk does not let go of it
   */
  public synchronized void remove(long number) throws IOException {
    var size = sizes.get(number);
    if (size != null) {
      Files.deleteIfExists(file(number));
      sizes.remove(number);
      bytes -= size;
    }
  }

  /**
   * Takes a batch out of the way and keeps its file for a person to look at.
   *
   * @param number the batch
   * @return the file
   * @throws IOException when the disk does not do it, or the bound has already dropped it
   */
  public synchronized Path setAside(long number) throws IOException {
    var kept = Files.move(file(number), folder.resolve(number + REFUSED));
    var size = sizes.remove(number);
    bytes -= size == null ? 0 : size;
    return kept;
  }

  private Optional<List<ProbeResult>> read(long number) throws IOException {
    var content = Files.readAllBytes(file(number));
    var end = 0;
    while (end < content.length && content[end] != '\n') {
      end++;
    }
    if (end == content.length
        || !new String(content, 0, end, StandardCharsets.US_ASCII)
            .equals(checksum(content, end + 1))) {
      return Optional.empty();
    }
    var results = new ArrayList<ProbeResult>();
    try {
      List<SpooledResult> read = reader.readValue(content, end + 1, content.length - end - 1);
      for (var spooled : read) {
        results.add(spooled.result());
      }
      return Optional.of(results);
    } catch (JsonProcessingException | RuntimeException e) { // another version's: wait for none
      LOG.warn("the spooled batch {} is not to be read by this version", file(number), e);
      return Optional.empty();
    }
  }

  private static long number(String name, String suffix) {
    return Long.parseLong(name, 0, name.length() - suffix.length(), 10);
  }

  private void remember(long number, long size) {
    lastNumber = Math.max(lastNumber, number);
    sizes.put(number, size);
    bytes += size;
  }

  private Path file(long number) {
    return folder.resolve(number + SUFFIX);
  }

  /** The name of a new file is safe only once its folder is synced as well. */
  private void syncFolder() throws IOException {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String checksum(byte[] content, int from) {
    var crc = new CRC32C();
    crc.update(content, from, content.length - from);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
