package dev.nines.engine.declarations.openslo;

import dev.nines.engine.catalog.DataSource;
import dev.nines.engine.declarations.blackbox.ClientReader;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import dev.nines.engine.declarations.yaml.Placeholders;
import dev.nines.engine.declarations.yaml.Registry;
import dev.nines.engine.declarations.yaml.Spelling;
import dev.nines.probe.Targets;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code kind: DataSource}. No fault of its ever shows what a variable holds. */
public final class DataSourceKind {
  /** What follows a Prometheus' own address. */
  private static final Pattern PAGES =
      Pattern.compile("/(?:api(?:/v1.*)?|graph|query|alerts|targets)/?$");

  private final Placeholders variables;
  private final ClientReader clients;

  /**
   * A reader.
   *
   * @param variables fills in addresses and secrets
   */
  public DataSourceKind(Placeholders variables) {
    this.variables = variables;
    this.clients = new ClientReader(variables);
  }

  /**
   * Reads a data source.
   *
   * @param document the document
   * @param sources where it is declared
   */
  public void read(Mapping document, Registry<Optional<DataSourceDraft>> sources) {
    var metadata = Metadata.of(document);
    var spec = document.required("spec").flatMap(field -> field.mapping(this::spec));
    metadata.ifPresent(
        m -> sources.add(m.name(), m.at(), spec.flatMap(s -> s).map(read -> read.draft(m))));
  }

  private record Spec(DataSourceDraft.Type type, Optional<Connection> connection) {
    DataSourceDraft draft(Metadata metadata) {
      return new DataSourceDraft(
          metadata.name(),
          type,
          connection.map(to ->
              new DataSource(
                  metadata.name(),
                  metadata.displayName(),
                  to.url,
                  to.client.credentials(),
                  to.client.headers(),
                  to.client.tls(),
                  to.client.proxy())));
    }
  }

  private record Connection(URI url, ClientReader.Client client) {}

  private Optional<Spec> spec(Mapping spec) {
    Metadata.description(spec);
    var type = spec.required("type").flatMap(DataSourceDraft.Type::read);
    var details = spec.optional("connectionDetails");
    if (type.isEmpty()) {
      return Optional.empty(); // the details are those of something else
    }
    return Optional.of(
        switch (type.get()) {
          case NINES -> {
            details.ifPresent(f -> f.fault("means nothing with type: nines"));
            yield new Spec(type.get(), Optional.empty());
          }
          case PROMETHEUS ->
              new Spec(
                  type.get(),
                  spec.required("connectionDetails")
                      .flatMap(field -> field.mappings(this::connection))
                      .flatMap(c -> c));
        });
  }

  private Optional<Connection> connection(Mapping details) {
    var url = details.required("url").flatMap(this::url);
    var client = clients.read(details);
    return url.map(to -> new Connection(to, client));
  }

  private Optional<URI> url(Field field) {
    var text = field.text(variables);
    var url = text.flatMap(Targets::url);
    if (text.isPresent() && url.isEmpty()) {
      field.fault(
          "expected a URL such as https://prometheus.example.com, got one that is not"
              + text.filter(t -> !t.contains("://") && mayBeShown(field, t))
                  .map(t -> "http://" + t)
                  .filter(t -> Targets.url(t).isPresent())
                  .map(Spelling::hint)
                  .orElse(""));
    } else if (url.filter(u -> u.getRawUserInfo() != null).isPresent()) {
      field.fault("holds a user or a password: basic_auth takes them");
    } else if (url.filter(u -> u.getRawQuery() != null || u.getRawFragment() != null).isPresent()) {
      field.fault("expected a URL that ends before its query: the path of the API follows it");
    }
    var page = url.map(URI::getRawPath).map(PAGES::matcher).filter(Matcher::find);
    page.ifPresent(m ->
        field.fault(
            "ends in %s, which Nines adds or a browser needs: leave it out%s"
                .formatted(
                    m.group(),
                    text.filter(t -> mayBeShown(field, t))
                        .map(t -> Spelling.hint(t.substring(0, t.indexOf(m.group()))))
                        .orElse(""))));
    return url;
  }

  private static boolean mayBeShown(Field field, String address) {
    return !field.hasVariables() && !address.contains("@");
  }
}
