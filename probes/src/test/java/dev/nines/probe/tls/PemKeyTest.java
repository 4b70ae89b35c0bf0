package dev.nines.probe.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemKeyTest {
  /** testECCP256 of RFC 9500, which is made for tests. */
  private static final String OF_RFC_9500 =
      """
      -----BEGIN EC PARAMETERS-----
      BggqhkjOPQMBBw==
      -----END EC PARAMETERS-----
      -----BEGIN EC PRIVATE KEY-----
      MHcCAQEEIObLW92AqkWunJXowVR2Z5/+yVPBaFHnEedDk5WJxk/BoAoGCCqGSM49
      AwEHoUQDQgAEQiVI+I+3gv+17KN0RFLHKh5Vj71vc75eSOkyMsxFxbFsTNEMTLjV
      uKFxOelIgsiZJXKZNCX0FBmrfpCkKklCcg==
      -----END EC PRIVATE KEY-----
      """;

  private static final String ITS_OWNER =
      "3059301306072a8648ce3d020106082a8648ce3d03010703420004"
          + "422548f88fb782ffb5eca3744452c72a1e558fbd6f73be5e48e93232cc45c5b1"
          + "6c4cd10c4cb8d5b8a17139e94882c8992572993425f41419ab7e90a42a494272";

  @Test
  void keyOfAnEllipticCurveBesidesItsParameters() throws GeneralSecurityException {
    var owner =
        KeyFactory.getInstance("EC")
            .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(ITS_OWNER)));

    assertThat(PemKey.read(OF_RFC_9500, owner).getAlgorithm()).isEqualTo("EC");
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 2048, 4096})
  void rsaKeyOfAnySizeInBothForms(int bits) throws GeneralSecurityException {
    var pair = pair("RSA", bits);

    assertThat(PemKey.read(pem("", pair.getPrivate().getEncoded()), pair.getPublic()))
        .isEqualTo(pair.getPrivate());
    assertThat(PemKey.read(pem("RSA ", bare(pair)), pair.getPublic())).isEqualTo(pair.getPrivate());
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 384, 521})
  void keyOfEachCurveInBothForms(int bits) throws GeneralSecurityException {
    var pair = pair("EC", bits);

    assertThat(PemKey.read(pem("", pair.getPrivate().getEncoded()), pair.getPublic()))
        .isEqualTo(pair.getPrivate());
    assertThat(PemKey.read(pem("EC ", bare(pair)), pair.getPublic())).isEqualTo(pair.getPrivate());
  }

  @Test
  void keyOfAnotherOwnerIsRefused_alsoOfAnotherAlgorithm() throws GeneralSecurityException {
    var one = pair("EC", 256);
    var other = pair("EC", 256);
    var rsa = pair("RSA", 2048);

    refused(pem("", one.getPrivate().getEncoded()), other);
    refused(pem("", rsa.getPrivate().getEncoded()), one);
    refused(pem("RSA ", bare(rsa)), one);
    refused(pem("EC ", bare(one)), rsa);
  }

  private static void refused(String pem, KeyPair owner) {
    assertThatExceptionOfType(GeneralSecurityException.class)
        .isThrownBy(() -> PemKey.read(pem, owner.getPublic()))
        .withMessage("it is no %s key that fits the certificate", owner.getPublic().getAlgorithm())
        .withNoCause();
  }

  private static KeyPair pair(String algorithm, int bits) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  /** What PKCS#8 wraps: its last element, after the version and the algorithm. */
  private static byte[] bare(KeyPair pair) {
    var der = pair.getPrivate().getEncoded();
    var at = content(der, 0) + 3;
    at = content(der, at) + der[at + 1];
    return Arrays.copyOfRange(der, content(der, at), der.length);
  }

  private static int content(byte[] der, int at) {
    return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN %sPRIVATE KEY-----\n%s\n-----END %sPRIVATE KEY-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(der), kind);
  }
}
