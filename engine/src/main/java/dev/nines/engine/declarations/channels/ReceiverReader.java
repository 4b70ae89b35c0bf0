package dev.nines.engine.declarations.channels;

import static java.util.stream.Collectors.toMap;

import dev.nines.channel.ChannelSpec;
import dev.nines.channel.ChannelSpec.Email.Encryption;
import dev.nines.channel.ChannelSpec.Email.Server;
import dev.nines.channel.ChannelSpec.Match;
import dev.nines.channel.ChannelSpec.PagerDuty;
import dev.nines.channel.Secret;
import dev.nines.channel.Templates;
import dev.nines.channel.receivers.WebhookSignature;
import dev.nines.engine.declarations.channels.Secrets.Found;
import dev.nines.engine.declarations.yaml.Field;
import dev.nines.engine.declarations.yaml.Mapping;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads what is particular to each type of channel.
 *
 * @param secrets reads addresses and secrets
 * @param name the channel's name
 * @param match what it is told of
 * @param words in which words
 */
record ReceiverReader(Secrets secrets, String name, Match match, Templates words) {
  private static final Pattern WEBHOOK_SECRET = Pattern.compile("whsec_[A-Za-z0-9+/]+={0,2}");
  private static final Predicate<String> LABEL =
      Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*").asMatchPredicate();
  private static final Predicate<String> MAIL =
      Pattern.compile("[^@\\s<>,;:\"]+@[^@\\s<>,;:\"]+").asMatchPredicate();
  private static final Predicate<String> ROUTING_KEY =
      Pattern.compile("[A-Za-z0-9_-]{16,64}").asMatchPredicate();
  private static final Predicate<String> BEARER =
      Pattern.compile("[\\x21-\\x7e]+").asMatchPredicate();

  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;
  private static final Map<String, Encryption> ENCRYPTIONS =
      Arrays.stream(Encryption.values()).collect(toMap(Encryption::label, Function.identity()));

  Optional<ChannelSpec> webhook(Mapping spec) {
    var url = secrets.address(spec);
    var secret = secrets.secret(spec, "secret").flatMap(ReceiverReader::signing);
    return url.map(at -> new ChannelSpec.Webhook(name, match, words, at, secret));
  }

  private static Optional<Secret> signing(Found found) {
    if (!WEBHOOK_SECRET.matcher(found.text()).matches()) {
      found.at().fault("does not hold whsec_ and base64, the form of a Standard Webhooks secret");
      return Optional.empty();
    }
    var secret = new Secret(found.text());
    if (!WebhookSignature.accepts(secret)) {
      found.at().fault("holds a secret that is not of 24 to 64 bytes");
      return Optional.empty();
    }
    return Optional.of(secret);
  }

  Optional<ChannelSpec> log() {
    return Optional.of(new ChannelSpec.Log(name, match, words));
  }

  Optional<ChannelSpec> alertmanager(Mapping spec) {
    var urls = spec.required("urls");
    var replicas = urls.map(field -> field.list(this::replica)).orElse(List.of());
    urls.filter(field -> field.isList() && field.items().isEmpty())
        .ifPresent(field -> field.fault("expected the URL of every replica, at least one"));
    var login = secrets.login(spec);
    var labels =
        spec.optional("labels").flatMap(f -> f.mapping(ReceiverReader::labels)).orElse(Map.of());
    return replicas.isEmpty()
        ? Optional.empty()
        : Optional.of(new ChannelSpec.Alertmanager(name, match, words, replicas, login, labels));
  }

  private Optional<URI> replica(Field field) {
    return field.text(secrets.variables()).flatMap(text -> Secrets.address(field, text));
  }

  private static Map<String, String> labels(Mapping labels) {
    var values = new LinkedHashMap<String, String>();
    labels
        .entries()
        .forEach((key, field) -> {
          if (!LABEL.test(key)) {
            field.fault("not a label's name for Alertmanager: letters, digits and _");
          }
          field.text().ifPresent(text -> values.put(key, text));
        });
    return values;
  }

  Optional<ChannelSpec> pagerDuty(Mapping spec) {
    var key = secrets.required(spec, "routing_key");
    if (key.filter(secret -> !ROUTING_KEY.test(secret.value())).isPresent()) {
      spec.self()
          .fault("routing_key does not hold an integration key of PagerDuty's Events API v2");
    }
    var url =
        spec.optional("url")
            .map(field ->
                field.text(secrets.variables()).flatMap(text -> Secrets.address(field, text)))
            .orElse(Optional.of(PagerDuty.US));
    var changes = changeEvents(spec);
    if (changes && url.filter(at -> !at.toString().endsWith(PagerDuty.ENQUEUE)).isPresent()) {
      spec.self()
          .fault(
              "changeEvents needs a url that ends in /v2/enqueue: they are posted to"
                  + " /v2/change/enqueue beside it");
      return Optional.empty();
    }
    return url.flatMap(
        at -> key.map(secret -> new PagerDuty(name, match, words, at, secret, changes)));
  }

  Optional<ChannelSpec> slack(Mapping spec) {
    var changes = changeEvents(spec);
    return secrets
        .secretAddress(spec)
        .map(url -> new ChannelSpec.Slack(name, match, words, url, changes));
  }

  private static boolean changeEvents(Mapping spec) {
    return spec.optional("changeEvents").flatMap(Field::bool).orElse(false);
  }

  Optional<ChannelSpec> teams(Mapping spec) {
    return secrets.secretAddress(spec).map(url -> new ChannelSpec.Teams(name, match, words, url));
  }

  Optional<ChannelSpec> cdEvents(Mapping spec) {
    var url = secrets.address(spec);
    var token = secrets.secret(spec, "bearer_token").flatMap(ReceiverReader::bearer);
    var environment = spec.required("environment").flatMap(Field::text);
    return url.flatMap(at ->
        environment.map(where -> new ChannelSpec.CdEvents(name, match, words, at, token, where)));
  }

  /** What no header takes must not get there: the JDK's client quotes what it does not take. */
  private static Optional<Secret> bearer(Found found) {
    if (!BEARER.test(found.text())) {
      found.at().fault("holds a character that no bearer token has: only visible ASCII is sent");
      return Optional.empty();
    }
    return Optional.of(new Secret(found.text()));
  }

  Optional<ChannelSpec> email(Mapping spec) {
    var host = spec.required("host").flatMap(field -> field.text(secrets.variables()));
    var port = spec.optional("port").flatMap(f -> f.integer(1, 65_535));
    var encryption =
        spec.optional("encryption")
            .flatMap(f -> f.oneOf(ENCRYPTIONS))
            .orElse(
                port.filter(p -> p == SUBMISSIONS).isPresent()
                    ? Encryption.TLS
                    : Encryption.STARTTLS);
    var login = secrets.login(spec);
    if (login.isPresent() && encryption == Encryption.NONE) {
      spec.self().fault("a password needs encryption: starttls or tls");
    }
    var trusted = spec.optional("ca_file").flatMap(Field::existingFile);
    var from = spec.required("from").flatMap(this::mailbox);
    var to = spec.required("to").map(field -> field.list(this::mailbox)).orElse(List.of());
    if (to.isEmpty()) {
      spec.optional("to")
          .filter(field -> field.isList() && field.items().isEmpty())
          .ifPresent(field -> field.fault("expected at least one address"));
      return Optional.empty();
    }
    return host.flatMap(at ->
        from.map(sender ->
            new ChannelSpec.Email(
                name,
                match,
                words,
                new Server(at, port.orElse(usualPort(encryption)), encryption, login, trusted),
                sender,
                to)));
  }

  private static int usualPort(Encryption encryption) {
    return encryption == Encryption.TLS ? SUBMISSIONS : SUBMISSION;
  }

  private Optional<String> mailbox(Field field) {
    var address = field.text(secrets.variables());
    if (address.filter(text -> !MAIL.test(text)).isPresent()) {
      field.fault("expected a mail address such as ops@example.com, got " + field.described());
      return Optional.empty();
    }
    return address;
  }
}
