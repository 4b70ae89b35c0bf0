package dev.nines.engine.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.nines.engine.evidence.KeptAnswer;
import dev.nines.probe.Failure;
import dev.nines.probe.HopFacts;
import dev.nines.probe.HttpFacts;
import dev.nines.probe.PhaseSpan;
import dev.nines.probe.ProbeOutcome;
import dev.nines.probe.ProbeRun;
import dev.nines.probe.StepRun;
import dev.nines.probe.TlsFacts;
import dev.nines.slo.time.Seconds;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What one run saw, for a program. What it did not come to is left out.
 *
 * @param success whether it counts as good
 * @param target what was probed, without user information and query
 * @param sentence the verdict for a person
 * @param durationSeconds the whole run
 * @param phases when each phase of each hop began, and how long it took, in order
 * @param address of the target
 * @param http what the final response said
 * @param tls what the last handshake settled
 * @param failure why it failed
 * @param finding why it is good, but degraded
 * @param hops each hop, where a redirect led on
 * @param answer what came back of a run that is down or degraded, its secrets masked
 * @param steps how far it came, of a transaction of several steps
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record RunView(
    @JsonProperty boolean success,
    @JsonProperty String target,
    @JsonProperty String sentence,
    @JsonProperty double durationSeconds,
    @JsonProperty List<PhaseView> phases,
    @JsonProperty Optional<String> address,
    @JsonProperty Optional<HttpView> http,
    @JsonProperty Optional<TlsView> tls,
    @JsonProperty Optional<FailureView> failure,
    @JsonProperty Optional<FailureView> finding,
    @JsonProperty @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HopView> hops,
    @JsonProperty Optional<KeptAnswer> answer,
    @JsonProperty @JsonInclude(JsonInclude.Include.NON_EMPTY) List<StepView> steps) {
  /**
   * Shows a run.
   *
   * @param target what was probed, without user information and query
   * @param run what was seen
   * @return what a program is told of it
   */
  public static RunView of(String target, ProbeRun run) {
    return new RunView(
        run.success(),
        target,
        RunReport.sentence(run),
        Seconds.ofNanos(run.durationNanos()),
        run.phases().stream().map(PhaseView::of).toList(),
        run.address().map(InetAddress::getHostAddress),
        run.http().map(HttpView::of),
        run.tls().map(TlsView::of),
        run.failure().map(FailureView::of),
        run.outcome() instanceof ProbeOutcome.Degraded(var finding)
            ? Optional.of(FailureView.of(finding))
            : Optional.empty(),
        run.hops().stream().map(HopView::of).toList(),
        run.answer().map(KeptAnswer::of),
        run.steps().stream().map(StepView::of).toList());
  }

  record PhaseView(
      @JsonProperty String phase,
      @JsonProperty int hop,
      @JsonProperty double startSeconds,
      @JsonProperty double durationSeconds) {
    static PhaseView of(PhaseSpan span) {
      return new PhaseView(
          span.phase().label(),
          span.hop(),
          Seconds.ofNanos(span.startNanos()),
          Seconds.ofNanos(span.nanos()));
    }
  }

  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record HopView(
      @JsonProperty int hop,
      @JsonProperty String url,
      @JsonProperty Optional<String> address,
      @JsonProperty Optional<Integer> status) {
    static HopView of(HopFacts hop) {
      return new HopView(
          hop.hop(), hop.url(), hop.address().map(InetAddress::getHostAddress), hop.status());
    }
  }

  /**
   * {@code contentLength} is left out where the answer did not declare it, and all but the
   * redirects where the last of them led to no answer.
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record HttpView(
      @JsonProperty Optional<Integer> status,
      @JsonProperty Optional<Double> version,
      @JsonProperty int redirects,
      @JsonProperty Optional<Long> contentLength,
      @JsonProperty Optional<Long> bodyBytes,
      @JsonProperty Optional<Boolean> ssl,
      @JsonProperty Optional<String> lastModified) {
    static HttpView of(HttpFacts facts) {
      var answer = Optional.of(facts).filter(of -> of.status() > 0);
      return new HttpView(
          answer.map(HttpFacts::status),
          answer.map(HttpFacts::version),
          facts.redirects(),
          answer.map(HttpFacts::contentLength).filter(length -> length >= 0),
          answer.map(HttpFacts::bodyBytes),
          answer.map(HttpFacts::ssl),
          facts.lastModified().map(Instant::toString));
    }
  }

  /** {@code verifiedExpiry} is left out where no chain was verified. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record TlsView(
      @JsonProperty String version,
      @JsonProperty String cipher,
      @JsonProperty String subject,
      @JsonProperty String issuer,
      @JsonProperty List<String> alternativeNames,
      @JsonProperty String serialNumber,
      @JsonProperty String fingerprintSha256,
      @JsonProperty String leafExpiry,
      @JsonProperty String presentedExpiry,
      @JsonProperty Optional<String> verifiedExpiry) {
    static TlsView of(TlsFacts facts) {
      return new TlsView(
          facts.version(),
          facts.cipher(),
          facts.subject(),
          facts.issuer(),
          Arrays.stream(facts.alternativeNames().split(","))
              .map(String::strip)
              .filter(name -> !name.isEmpty())
              .toList(),
          facts.serialNumber(),
          facts.fingerprintSha256(),
          facts.leafExpiry().toString(),
          facts.presentedExpiry().toString(),
          facts.verified().map(Instant::toString));
    }
  }

  /** {@code status} is left out where no answer came, the hops are those of the phases. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record StepView(
      @JsonProperty String name,
      @JsonProperty boolean success,
      @JsonProperty Optional<Integer> status,
      @JsonProperty double durationSeconds,
      @JsonProperty int firstHop,
      @JsonProperty int lastHop) {
    static StepView of(StepRun step) {
      return new StepView(
          step.name(),
          step.success(),
          step.status(),
          Seconds.ofNanos(step.durationNanos()),
          step.firstHop(),
          step.lastHop());
    }
  }

  record FailureView(
      @JsonProperty String phase, @JsonProperty String reason, @JsonProperty String detail) {
    static FailureView of(Failure failure) {
      return new FailureView(failure.phase().label(), failure.reason().label(), failure.detail());
    }
  }
}
