package dev.nines.engine.incidents;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.nines.incident.Incident;
import dev.nines.incident.Signal;

/**
 * Incidents as the database keeps them. What is added later is missing in old rows, never wrong.
 */
final class IncidentJson {
  static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(Signal.class, SignalTypes.class)
          .build();

  private IncidentJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Signal.ProbeDown.class, name = "probe_down"),
    @JsonSubTypes.Type(value = Signal.BurnAlert.class, name = "burn_alert"),
    @JsonSubTypes.Type(value = Signal.External.class, name = "external")
  })
  private interface SignalTypes {}

  static String text(Incident incident) {
    try {
      return MAPPER.writeValueAsString(incident);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("incident not written: " + incident.id(), e);
    }
  }

  static Incident incident(String text) {
    try {
      return MAPPER.readValue(text, Incident.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored incident not read", e);
    }
  }
}
