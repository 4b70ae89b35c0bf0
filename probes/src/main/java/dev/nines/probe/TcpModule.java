package dev.nines.probe;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * All that a TCP probe asks, but of whom and for how long; {@code tcp} of blackbox_exporter.
 *
 * @param secure whether TLS begins with the connection
 * @param tls how TLS is done, from the start or where the dialogue starts it
 * @param dialogue the steps after connecting, in order
 * @param network how the target is found and reached
 * @param limits how slow the run may be
 */
public record TcpModule(
    boolean secure, TlsSpec tls, List<Step> dialogue, NetworkSpec network, List<SpeedLimit> limits)
    implements ProbeModule {
  /** Connects and hangs up. */
  public static final TcpModule DEFAULT =
      new TcpModule(false, TlsSpec.DEFAULT, List.of(), NetworkSpec.DEFAULT, List.of());

  /** Copies the lists. */
  public TcpModule {
    dialogue = List.copyOf(dialogue);
    limits = List.copyOf(limits);
  }

  /**
   * Does TLS otherwise.
   *
   * @param other how TLS is done
   * @return the changed module
   */
  public TcpModule with(TlsSpec other) {
    return new TcpModule(secure, other, dialogue, network, limits);
  }

  /** What a step waits for. */
  public sealed interface Expected {
    /**
     * A line that matches; those before it are passed over.
     *
     * @param pattern is sought in each line
     */
    record Line(Pattern pattern) implements Expected {}

    /**
     * Exactly these bytes, in what one read gives.
     *
     * @param text the bytes, in UTF-8
     */
    record Bytes(String text) implements Expected {}
  }

  /**
   * A label of {@code probe_expect_info}.
   *
   * @param name the label's name
   * @param value its value; {@code ${1}} is a group of the match
   */
  public record Label(String name, String value) {}

  /**
   * One step of a dialogue: wait for something, then send a line, then start TLS.
   *
   * @param expect what must come, where given
   * @param labels what is noted of the match
   * @param send what is sent (a line feed is added); {@code ${1}} is a group of the match
   * @param startTls whether TLS begins after this step
   */
  public record Step(
      Optional<Expected> expect, List<Label> labels, Optional<String> send, boolean startTls) {
    /** Copies the labels. */
    public Step {
      labels = List.copyOf(labels);
    }
  }
}
