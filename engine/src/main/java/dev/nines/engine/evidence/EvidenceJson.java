package dev.nines.engine.evidence;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.nines.probe.PhaseSpan;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evidence as the database and the spool keep it. What is added later is missing in old ones. */
public final class EvidenceJson {
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceJson.class);
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.empty().withValueInclusion(JsonInclude.Include.NON_ABSENT))
          .addMixIn(PhaseSpan.class, InOrder.class)
          .build();

  private EvidenceJson() {}

  /** There are many of them, and their keys would be most of the text. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({"phase", "hop", "startNanos", "endNanos"})
  private interface InOrder {}

  /**
   * Writes evidence.
   *
   * @param evidence what a run saw
   * @return JSON of at most {@link Evidence#bytes} in UTF-8
   */
  public static String text(Evidence evidence) {
    try {
      return MAPPER.writeValueAsString(evidence);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("evidence not written", e);
    }
  }

  /**
   * Writes evidence as a part of other JSON.
   *
   * @param evidence what a run saw
   * @return the same JSON as a tree
   */
  public static JsonNode tree(Evidence evidence) {
    return MAPPER.valueToTree(evidence);
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @param text the JSON
   * @return the evidence; empty where it cannot be read, since nothing else may fail for its sake
   */
  public static Optional<Evidence> evidence(String text) {
    try {
      return Optional.ofNullable(MAPPER.readValue(text, Evidence.class));
    } catch (JsonProcessingException e) {
      LOG.debug("stored evidence cannot be read", e);
      return Optional.empty();
    }
  }

  /**
   * Reads what {@link #tree} has written.
   *
   * @param tree the JSON
   * @return the evidence; empty where it cannot be read, since nothing else may fail for its sake
   */
  public static Optional<Evidence> evidence(JsonNode tree) {
    return evidence(tree.toString());
  }
}
