package dev.nines.probe.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.probe.Content;
import dev.nines.probe.Credentials.ClientCredentials;
import dev.nines.probe.HttpModule;
import dev.nines.probe.HttpSpec;
import dev.nines.probe.ProxySpec;
import dev.nines.probe.TlsSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is logged of a value by mistake. */
class SecretsInTextsTest {
  private static final String SECRET = "kN7-s3cret";
  private static final URI URL =
      URI.create("https://me:" + SECRET + "@shop.example/path?key=" + SECRET);

  @Test
  void textsOfRecordsHaveNoSecrets() {
    var credentials =
        new ClientCredentials(
            new Content.Text("me"),
            new Content.Secret(SECRET),
            List.of(),
            URL,
            Map.of("key", SECRET),
            TlsSpec.DEFAULT,
            ProxySpec.NONE);

    for (var value :
        List.of(
            new HttpSpec(URL, Duration.ofSeconds(1), HttpModule.DEFAULT),
            credentials,
            new TokenEndpoint.TokenClient(credentials, "me", SECRET))) {
      assertThat(value.toString()).contains("shop.example").doesNotContain(SECRET);
    }
  }
}
