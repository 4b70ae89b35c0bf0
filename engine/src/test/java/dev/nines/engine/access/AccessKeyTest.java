package dev.nines.engine.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessKeyTest {
  private final AccessKey key = AccessKey.draw();

  @Test
  void textIsReadAsTheSameKey() {
    assertThat(AccessKey.parse(key.text())).contains(key);
    assertThat(key.text()).hasSize("nines_".length() + 12 + 1 + 43).contains(key.id());
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "secret",
        "nines_0123456789ab_",
        "nines_0123456789AB_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "nines_0123456789ab_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'",
        "nines_0123456789ab_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"
      })
  void whatHasNotTheFormIsNone(String text) {
    assertThat(AccessKey.parse(text)).isEmpty();
  }

  @Test
  void hashIsOfThisKeyAlone() {
    assertThat(key.isOf(key.hash())).isTrue();
    assertThat(AccessKey.draw().isOf(key.hash())).isFalse();
  }

  @Test
  void formTokenIsOfThisSessionAlone_andDoesNotTellItsKey() {
    assertThat(key.isFormToken(key.formToken())).isTrue();
    assertThat(key.isFormToken(AccessKey.draw().formToken())).isFalse();
    assertThat(key.isFormToken(null)).isFalse();
    assertThat(key.isFormToken("")).isFalse();
    assertThat(key.formToken()).isNotEqualTo(key.text());
  }

  @Test
  void printedItHasNoSecret() {
    assertThat(key.toString()).isEqualTo("nines_" + key.id() + "_<secret>");
  }
}
