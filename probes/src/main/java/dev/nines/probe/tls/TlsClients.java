package dev.nines.probe.tls;

import dev.nines.probe.FailureReason;
import dev.nines.probe.TlsSpec;
import dev.nines.probe.net.ProbeFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.jspecify.annotations.Nullable;

/**
 * Keeps one {@link TlsClient} for each way of trusting, since building one reads a whole trust
 * store. A changed CA file is read again at the next run.
 *
 * <p>Thread-safe.
 */
public final class TlsClients {
  private record Trust(boolean anything, Optional<Path> caFile) {}

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
   * @throws IOException when the CA file cannot be used
   */
  public TlsClient client(TlsSpec spec) throws IOException {
    var trust = new Trust(spec.insecureSkipVerify(), spec.caFile());
    var modified = modified(spec.caFile());
    var entry = entries.get(trust);
    if (entry == null || !entry.modified().equals(modified)) {
      entry = new Entry(modified, open(trust));
      entries.put(trust, entry);
    }
    return entry.client();
  }

  private TlsClient open(Trust trust) throws IOException {
    try {
      var authorities = trust.anything() ? null : authorities(trust.caFile());
      return new TlsClient(new CheckedTrust(authorities, clock));
    } catch (GeneralSecurityException e) {
      throw unusable(trust.caFile(), e);
    }
  }

  private static X509ExtendedTrustManager authorities(Optional<Path> caFile)
      throws GeneralSecurityException, IOException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(caFile.isPresent() ? store(caFile.get()) : null);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509ExtendedTrustManager.class::isInstance)
        .map(X509ExtendedTrustManager.class::cast)
        .findFirst()
        .orElseThrow(() -> new GeneralSecurityException("this JDK has no X.509 trust manager"));
  }

  private static @Nullable KeyStore store(Path caFile)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(caFile)) {
      var count = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + count++, certificate);
      }
      if (count == 0) {
        throw new GeneralSecurityException("no certificate in it");
      }
    }
    return store;
  }

  private static Optional<FileTime> modified(Optional<Path> caFile) throws ProbeFault {
    if (caFile.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.getLastModifiedTime(caFile.get()));
    } catch (IOException e) {
      throw unusable(caFile, e);
    }
  }

  private static ProbeFault unusable(Optional<Path> caFile, Exception cause) {
    var what = caFile.map(path -> "CA file " + path).orElse("JDK's trust store");
    return new ProbeFault(
        FailureReason.PROBER, "the %s cannot be used: %s".formatted(what, cause.getMessage()));
  }
}
