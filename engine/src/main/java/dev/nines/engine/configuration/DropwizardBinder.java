package dev.nines.engine.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Spelling;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Binds Dropwizard's keys. Jackson stops at the first fault; so that is taken out of the tree, and
 * Jackson asked again.
 */
final class DropwizardBinder {
  private static final int MOST_FAULTS = 50;

  private final ObjectMapper mapper;
  private final Validator validator;

  DropwizardBinder(ObjectMapper mapper, Validator validator) {
    this.mapper = mapper.copy().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    this.validator = validator;
  }

  /**
   * Binds a tree.
   *
   * @param tree Dropwizard's keys
   * @param root where they stand, for faults
   */
  Optional<NinesConfiguration> bind(ObjectNode tree, Field root) {
    for (var faults = 0; faults < MOST_FAULTS; faults++) {
      try {
        var configuration = mapper.treeToValue(tree, NinesConfiguration.class);
        validator.validate(configuration).forEach(violation -> tell(violation, root));
        return Optional.of(configuration);
      } catch (JsonMappingException e) {
        tell(e, root);
        if (!remove(tree, e.getPath())) {
          return Optional.empty();
        }
      } catch (JsonProcessingException e) {
        root.fault(e.getOriginalMessage());
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static void tell(ConstraintViolation<?> violation, Field root) {
    root.find(violation.getPropertyPath().toString()).fault(violation.getMessage());
  }

  private static void tell(JsonMappingException e, Field root) {
    var path = text(e.getPath());
    var at = root.find(e instanceof InvalidTypeIdException ? path + ".type" : path);
    at.fault(
        switch (e) {
          case UnrecognizedPropertyException unknown ->
              "unknown key"
                  + Spelling.hint(
                      unknown.getPropertyName(),
                      unknown.getKnownPropertyIds().stream().map(Object::toString).toList());
          case InvalidTypeIdException type -> "no such type: \"" + type.getTypeId() + '"';
          case MismatchedInputException mismatch when mismatch.getTargetType() != null ->
              "expected " + expected(mismatch.getTargetType()) + ", got " + at.described();
          default -> Objects.toString(e.getOriginalMessage(), "cannot be read");
        });
  }

  private static String expected(Class<?> type) {
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "a whole number";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (type == String.class) {
      return "text";
    }
    if (Iterable.class.isAssignableFrom(type)) {
      return "a list";
    }
    return type.getSimpleName().endsWith("Factory")
        ? "a mapping"
        : "a value for " + type.getSimpleName();
  }

  private static String text(List<JsonMappingException.Reference> path) {
    var text = new StringBuilder();
    for (var step : path) {
      if (step.getFieldName() == null) {
        text.append('[').append(step.getIndex()).append(']');
      } else {
        text.append(text.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return text.toString();
  }

  /** Takes out the value at the end of a path. */
  private static boolean remove(JsonNode tree, List<JsonMappingException.Reference> path) {
    var at = tree;
    for (var step : path.subList(0, Math.max(0, path.size() - 1))) {
      at = step.getFieldName() == null ? at.path(step.getIndex()) : at.path(step.getFieldName());
    }
    if (path.isEmpty()) {
      return false;
    }
    var last = path.getLast();
    return switch (at) {
      case ObjectNode object -> object.remove(last.getFieldName()) != null;
      case ArrayNode array -> array.remove(last.getIndex()) != null;
      default -> false;
    };
  }
}
