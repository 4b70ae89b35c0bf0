package dev.nines.engine.pages.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginResourceTest {
  @ParameterizedTest
  @ValueSource(strings = {"/", "/probes/shop-tcp", "/incidents?state=open", "/services/caf%C3%A9"})
  void logInLeadsToAPathOfOurOwn(String next) {
    assertThat(LoginResource.path(next)).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"//evil.example/", "/\\evil.example", "https://evil.example/", "javascript:0", ""})
  void logInLeadsNowhereElse(String next) {
    assertThat(LoginResource.path(next)).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a b", "/%zz", "/{x}", "/\"<>"})
  void whatIsNoAddressLeadsToTheOverview_sinceTheSessionIsOpenByThen(String next) {
    assertThat(URI.create(LoginResource.path(next))).isEqualTo(URI.create("/"));
  }
}
