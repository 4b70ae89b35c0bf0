package dev.nines.probe.tls;

import dev.nines.probe.Content;
import dev.nines.probe.FailureReason;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.net.Contents;
import dev.nines.probe.net.ProbeFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Keeps one {@link TlsClient} for each way of trusting, since building one reads a whole trust
 * store. A changed CA file is read again at the next run.
 *
 * <p>Thread-safe.
 */
public final class TlsClients {
  private record Trust(boolean anything, Optional<Content> authorities) {}

  private record Entry(Optional<FileTime> modified, TlsClient client) {}

  private final InstantSource clock;
  private final ConcurrentMap<Trust, Entry> entries = new ConcurrentHashMap<>();

  /**
   * Reads no trust store yet.
   *
   * @param clock tells whether a certificate has expired
   */
  public TlsClients(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Finds the client for a probe.
   *
   * @param spec how the probe does TLS
   * @return the client, shared with other probes that trust alike
   * @throws IOException when the authorities cannot be used
   */
  public TlsClient client(TlsSpec spec) throws IOException {
    var trust = new Trust(spec.insecureSkipVerify(), spec.authorities());
    var modified = modified(spec.authorities());
    var entry = entries.get(trust);
    if (entry == null || !entry.modified().equals(modified)) {
      entry = new Entry(modified, open(trust));
      entries.put(trust, entry);
    }
    return entry.client();
  }

  private TlsClient open(Trust trust) throws IOException {
    try {
      var authorities = trust.anything() ? null : authorities(trust.authorities());
      return new TlsClient(new CheckedTrust(authorities, clock));
    } catch (GeneralSecurityException e) {
      throw unusable(trust.authorities(), e);
    }
  }

  private static X509ExtendedTrustManager authorities(Optional<Content> pem)
      throws GeneralSecurityException, IOException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(pem.isPresent() ? store(pem.get()) : null);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("this JDK has no X.509 trust manager"));
  }

  private static KeyStore store(Content pem) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var in = new ByteArrayInputStream(Contents.read(pem).getBytes(StandardCharsets.UTF_8));
    var count = 0;
    for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
      store.setCertificateEntry("ca-" + count++, certificate);
    }
    if (count == 0) {
      throw new GeneralSecurityException("no certificate in it");
    }
    return store;
  }

  private static Optional<FileTime> modified(Optional<Content> pem) throws ProbeFault {
    if (!(pem.orElse(null) instanceof Content.InFile(var file))) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.getLastModifiedTime(file));
    } catch (IOException e) {
      throw unusable(pem, e);
    }
  }

  private static ProbeFault unusable(Optional<Content> pem, Exception cause) {
    var what =
        switch (pem.orElse(null)) {
          case null -> "JDK's trust store";
          case Content.InFile(var file) -> "CA file " + file;
          case Content.Text _, Content.Secret _ -> "declared CA";
        };
    return new ProbeFault(
        FailureReason.PROBER, "the %s cannot be used: %s".formatted(what, cause.getMessage()));
  }
}
