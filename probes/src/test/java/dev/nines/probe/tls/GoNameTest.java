package dev.nines.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;

import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;

class GoNameTest {
  @Test
  void orderIsGos_whateverTheCertificates() {
    assertThat(GoName.text(new X500Principal("C=DE, O=Nines, CN=shop, L=Ulm, ST=BW")))
        .isEqualTo("CN=shop,ST=BW,L=Ulm,O=Nines,C=DE");
  }

  @Test
  void severalValuesOfOneKindAreOnePart_inTheCertificatesOrder() {
    assertThat(GoName.text(new X500Principal("CN=shop, OU=second, OU=first, O=Nines")))
        .isEqualTo("CN=shop,OU=first+OU=second,O=Nines");
  }

  @Test
  void escapedCommaStaysInItsValue() {
    assertThat(GoName.text(new X500Principal("CN=shop, O=\"Nines, Inc.\"")))
        .isEqualTo("CN=shop,O=Nines\\, Inc.");
  }

  @Test
  void nameWithoutCommonNameStandsForItself() {
    assertThat(GoName.commonName(new X500Principal("O=Nines"))).isEqualTo("O=Nines");
    assertThat(GoName.commonName(new X500Principal("O=Nines, CN=a"))).isEqualTo("CN=a");
  }
}
