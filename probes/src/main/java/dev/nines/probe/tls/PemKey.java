package dev.nines.probe.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Reads a private key as OpenSSL writes it: PKCS#8 (RFC 5958), PKCS#1 for RSA (RFC 8017) or SEC1
 * for elliptic curves (RFC 5915).
 */
final class PemKey {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (RSA |EC |ENCRYPTED )?PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);
  private static final byte[] VERSION_ZERO = {0x02, 1, 0};
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private PemKey() {}

  /**
   * Reads the key that belongs to a certificate.
   *
   * @param pem has one private key, besides whatever else
   * @param owner of the certificate: tells the algorithm
   * @throws GeneralSecurityException whose message says what is wrong, without a part of the key
   */
  static PrivateKey read(String pem, PublicKey owner) throws GeneralSecurityException {
    var block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new GeneralSecurityException("no private key in it");
    }
    if ("ENCRYPTED ".equals(block.group(1)) || block.group(2).contains("ENCRYPTED")) {
      throw new GeneralSecurityException("it is encrypted, and there is no password for it");
    }
    try {
      var der = Base64.getMimeDecoder().decode(block.group(2).strip());
      var pkcs8 = block.group(1) == null ? der : pkcs8(der, owner);
      var key =
          KeyFactory.getInstance(owner.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (fit(key, owner)) {
        return key;
      }
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      // the JDK's text may quote the key
    }
    throw new GeneralSecurityException(
        "it is no %s key that fits the certificate".formatted(owner.getAlgorithm()));
  }

  /** The bare key under the algorithm of the certificate, curve included. */
  private static byte[] pkcs8(byte[] key, PublicKey owner) {
    var info = owner.getEncoded();
    var inner = header(info, 0);
    var algorithm = Arrays.copyOfRange(info, inner, header(info, inner) + length(info, inner));
    return element(SEQUENCE, VERSION_ZERO, algorithm, element(OCTET_STRING, key));
  }

  /** Where the content of the DER element at some place begins. */
  private static int header(byte[] der, int at) {
    return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
  }

  private static int length(byte[] der, int at) {
    var first = der[at + 1];
    return first >= 0
        ? first
        : Integer.parseInt(HexFormat.of().formatHex(der, at + 2, header(der, at)), 16);
  }

  private static byte[] element(int tag, byte[]... parts) {
    var length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    var element = new ByteArrayOutputStream(length + 4);
    element.write(tag);
    if (length > 0xff) {
      element.write(0x82);
      element.write(length >> 8);
    } else if (length > 0x7f) {
      element.write(0x81);
    }
    element.write(length);
    Arrays.stream(parts).forEach(element::writeBytes);
    return element.toByteArray();
  }

  private static boolean fit(PrivateKey key, PublicKey owner) throws GeneralSecurityException {
    var name =
        switch (owner.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> owner.getAlgorithm();
        };
    var words = "whose key is this".getBytes(US_ASCII);
    var signing = Signature.getInstance(name);
    signing.initSign(key);
    signing.update(words);
    var checking = Signature.getInstance(name);
    checking.initVerify(owner);
    checking.update(words);
    return checking.verify(signing.sign());
  }
}
