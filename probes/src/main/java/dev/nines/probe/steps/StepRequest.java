package dev.nines.probe.steps;

import dev.nines.probe.Content;
import dev.nines.probe.Credentials;
import dev.nines.probe.Header;
import dev.nines.probe.HttpModule.Request;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.HttpStep;
import dev.nines.probe.HttpStepsSpec;
import dev.nines.probe.net.ProbeFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a step asks once what earlier ones captured is put in.
 *
 * @param values what they captured
 */
record StepRequest(CapturedValues values) {
  /**
   * Puts the values in.
   *
   * @param step as it was written
   * @param spec the transaction it belongs to
   * @return the request by itself
   * @throws ProbeFault when a value cannot stand where it is used
   */
  HttpSpec of(HttpStep step, HttpStepsSpec spec) throws ProbeFault {
    var url = new StepUrl(new Template(step.url()), values).from(spec.target());
    var written = step.http().request();
    var request =
        new Request(
            written.method(),
            headers(written),
            written.body().isPresent()
                ? Optional.of(filled(written.body().get(), "the body"))
                : Optional.empty(),
            written.compression(),
            written.credentials().isPresent()
                ? Optional.of(filled(written.credentials().get()))
                : Optional.empty(),
            written.followRedirects(),
            written.http2());
    return new HttpSpec(url, spec.timeout(), step.http().with(request));
  }

  private List<Header> headers(Request written) throws ProbeFault {
    var headers = new ArrayList<Header>();
    for (var header : written.headers()) {
      headers.add(
          new Header(header.name(), inHeader(header.value(), "the header " + header.name())));
    }
    return headers;
  }

  private Credentials filled(Credentials written) throws ProbeFault {
    return switch (written) {
      case Credentials.Basic(var username, var password) ->
          new Credentials.Basic(filled(username, "the username"), filled(password, "the password"));
      case Credentials.Token(var scheme, var token) ->
          new Credentials.Token(scheme, inHeader(token, "the header Authorization"));
      case Credentials.ClientCredentials asTheyAre -> asTheyAre;
    };
  }

  private Content inHeader(Content written, String place) throws ProbeFault {
    for (var name : template(written).map(values::in).orElse(List.of())) {
      if (values.of(name).hasControls()) {
        throw CapturedValues.unfit(name, "in %s: it has a control character".formatted(place));
      }
    }
    return filled(written, place);
  }

  private Content filled(Content written, String place) throws ProbeFault {
    var template = template(written);
    var names = template.map(values::in).orElse(List.of());
    if (template.isEmpty() || names.isEmpty()) {
      return written;
    }
    var text = values.put(template.get(), place, CapturedValue::text);
    var secret = names.stream().anyMatch(name -> values.of(name).secret());
    return secret || written instanceof Content.Secret
        ? new Content.Secret(text)
        : new Content.Text(text);
  }

  private static Optional<Template> template(Content written) {
    return switch (written) {
      case Content.Text(var text) -> Optional.of(new Template(text));
      case Content.Secret(var text) -> Optional.of(new Template(text));
      case Content.InFile _ -> Optional.empty(); // what lies in a file is sent as it is
    };
  }
}
