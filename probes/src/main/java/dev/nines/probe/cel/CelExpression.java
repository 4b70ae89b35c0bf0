package dev.nines.probe.cel;

import com.google.re2j.Pattern;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import dev.nines.probe.json.JsonFault;
import dev.nines.probe.text.WatchedText;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A compiled CEL expression over a JSON body, which it knows as {@code body}. Nothing of CEL is
 * loaded before the first one is compiled.
 *
 * <p>Two are equal when they were written alike. Thread-safe.
 */
public final class CelExpression {
  /** Total steps of all its loops together; a body that is kept has fewer values than this. */
  private static final int MOST_ITERATIONS = 1_000_000;

  private final String text;
  private final CelRuntime.Program program;

  private CelExpression(String text, CelRuntime.Program program) {
    this.text = text;
    this.program = program;
  }

  /**
   * Compiles an expression.
   *
   * @param text CEL that gives true or false
   * @return the expression
   * @throws IllegalArgumentException whose message says where it is wrong
   */
  public static CelExpression compile(String text) {
    try {
      var ast = Cel.COMPILER.compile(text).getAst();
      if (!Cel.TRUTH.contains(ast.getResultType())) {
        throw new IllegalArgumentException(
            "gives %s, not true or false".formatted(ast.getResultType().name()));
      }
      return new CelExpression(text, Cel.RUNTIME.createProgram(ast));
    } catch (CelValidationException e) {
      List<CelIssue> issues = e.getErrors();
      throw new IllegalArgumentException(
          issues.stream()
              .map(issue -> {
                var at = issue.getSourceLocation();
                return "%d:%d: %s"
                    .formatted(
                        at.getLine(), at.getColumn() + 1, JsonFault.oneLine(issue.getMessage()));
              })
              .collect(Collectors.joining("; ")),
          e);
    } catch (CelEvaluationException e) {
      throw new IllegalArgumentException(JsonFault.oneLine(e.getMessage()), e);
    }
  }

  /**
   * Asks whether it is true of a body. It may take seconds over a large body with nested loops.
   *
   * @param body the body
   * @param watch is run now and then, and throws when it is to end
   * @return whether it is
   * @throws CelFault when it cannot be told, such as for a field that is not there
   */
  public boolean isTrueOf(JsonBody body, Runnable watch) throws CelFault {
    try {
      var value =
          ScopedValue.where(Cel.WATCH, watch)
              .call(() -> program.trace(Map.of("body", body.value()), (_, _) -> watch.run()));
      if (value instanceof Boolean truth) {
        return truth;
      }
      throw new CelFault("the expression gives neither true nor false: " + text);
    } catch (CelEvaluationException e) {
      watch.run(); // the library makes its own of what stopped it
      throw new CelFault(
          "the expression cannot be evaluated: " + JsonFault.oneLine(e.getMessage()));
    }
  }

  /** {@return the expression as it was written} */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CelExpression expression && expression.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** Made with the first expression. */
  private static final class Cel {
    static final CelOptions OPTIONS =
        CelOptions.current()
            // body.count > 4, though every number of JSON is a double
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(MOST_ITERATIONS)
            .build();
    static final CelCompiler COMPILER =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("body", SimpleType.DYN)
            .build();

    /** Of the evaluation that this thread makes, for the one function that may take minutes. */
    static final ScopedValue<Runnable> WATCH = ScopedValue.newInstance();

    static final CelRuntime RUNTIME =
        CelRuntimeFactory.standardCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardFunctions(
                CelStandardFunctions.newBuilder()
                    .excludeFunctions(StandardFunction.MATCHES)
                    .build())
            .addFunctionBindings(
                CelFunctionBinding.from("matches", String.class, String.class, Cel::matches),
                CelFunctionBinding.from("matches_string", String.class, String.class, Cel::matches))
            .build();

    private static boolean matches(String text, String pattern) {
      return Pattern.compile(pattern).matcher(new WatchedText(text, WATCH.get())).find();
    }

    /** A field's type is known only when it is there, so that is left to the evaluation. */
    static final Set<CelType> TRUTH = Set.of(SimpleType.BOOL, SimpleType.DYN);
  }
}
