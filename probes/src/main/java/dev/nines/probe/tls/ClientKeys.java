package dev.nines.probe.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nines.probe.Content;
import dev.nines.probe.FailureReason;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.net.Contents;
import dev.nines.probe.net.ProbeFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** Who a client is: reads its certificate and its key. */
final class ClientKeys {
  /** The key store lives in memory only, but wants a password all the same. */
  private static final char[] NO_PASSWORD = new char[0];

  private ClientKeys() {}

  /**
   * Reads an identity.
   *
   * @throws ProbeFault which says what of it cannot be used; that is the prober's fault
   */
  static KeyManager[] of(TlsSpec.Identity identity) throws IOException {
    var pem = Contents.read(identity.certificate());
    var keyPem = Contents.read(identity.key());
    Certificate[] chain;
    try {
      chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(UTF_8)))
              .toArray(Certificate[]::new);
      if (chain.length == 0) {
        throw new GeneralSecurityException("no certificate in it");
      }
    } catch (GeneralSecurityException e) {
      throw unusable("certificate", identity.certificate(), e);
    }
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var key = PemKey.read(keyPem, chain[0].getPublicKey());
      store.setKeyEntry("client", key, NO_PASSWORD, chain);
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, NO_PASSWORD);
      return factory.getKeyManagers();
    } catch (GeneralSecurityException e) {
      throw unusable("key", identity.key(), e);
    }
  }

  private static ProbeFault unusable(String what, Content content, GeneralSecurityException why) {
    var where = content instanceof Content.InFile(var file) ? " in " + file : "";
    return new ProbeFault(
        FailureReason.PROBER,
        "the client %s%s cannot be used: %s".formatted(what, where, why.getMessage()));
  }
}
