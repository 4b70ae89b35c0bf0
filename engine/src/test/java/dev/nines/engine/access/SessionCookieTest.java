package dev.nines.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.NewCookie.SameSite;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionCookieTest {
  @ParameterizedTest
  @CsvSource({
    "http://localhost:8080, nines_session, false",
    "https://nines.example/, __Host-nines_session, true",
  })
  void cookieIsForTheSiteAlone_andForTlsWhereThatIsUsed(URI url, String name, boolean secure) {
    var key = AccessKey.draw();

    var cookie = SessionCookie.of(url).keeping(key, Duration.ofDays(7));

    assertThat(cookie.getName()).isEqualTo(name);
    assertThat(cookie.getValue()).isEqualTo(key.text());
    assertThat(cookie.isSecure()).isEqualTo(secure);
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.getSameSite()).isEqualTo(SameSite.STRICT);
    assertThat(cookie.getPath()).isEqualTo("/");
    assertThat(cookie.getDomain()).isNull();
    assertThat(cookie.getMaxAge()).isEqualTo(7 * 86_400);
  }
}
