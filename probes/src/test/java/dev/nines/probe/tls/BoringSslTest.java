package dev.nines.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BoringSslTest {
  @AfterEach
  void chooseNothing() {
    System.clearProperty("nines.tls");
  }

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void isThereOnLinux() {
    assertThat(BoringSsl.provider()).isPresent();
  }

  @Test
  void givesWayToTheJdkWhereThatIsWanted() {
    System.setProperty("nines.tls", "jdk");

    assertThat(BoringSsl.provider()).isEmpty();
  }
}
