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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Keeps one {@link TlsClient} for each way of doing TLS, since building one reads a whole trust
 * store. A changed file of authorities, certificate or key is read again at the next run.
 *
 * <p>Thread-safe.
 */
public final class TlsClients {
  /** What makes two clients different; the name and the validity are the run's. */
  private record Way(
      boolean anything,
      Optional<Content> authorities,
      Optional<TlsSpec.Identity> identity,
      List<String> protocols) {
    Stream<Content> contents() {
      return Stream.concat(
          authorities.stream(),
          identity.stream().flatMap(own -> Stream.of(own.certificate(), own.key())));
    }
  }

  private record Entry(List<FileTime> modified, TlsClient client) {}

  private final InstantSource clock;
  private final ConcurrentMap<Way, Entry> entries = new ConcurrentHashMap<>();

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
    var way =
        new Way(spec.insecureSkipVerify(), spec.authorities(), spec.identity(), protocols(spec));
    var modified = modified(way);
    var entry = entries.get(way);
    if (entry == null || !entry.modified().equals(modified)) {
      entry = new Entry(modified, open(way));
      entries.put(way, entry);
    }
    return entry.client();
  }

  private static List<String> protocols(TlsSpec spec) {
    var newest = spec.maxVersion().orElse(TlsSpec.Version.TLS13);
    return Arrays.stream(TlsSpec.Version.values())
        .filter(version -> version.compareTo(spec.minVersion()) >= 0)
        .filter(version -> version.compareTo(newest) <= 0)
        .map(TlsSpec.Version::protocol)
        .toList();
  }

  private TlsClient open(Way way) throws IOException {
    var keys = way.identity().isPresent() ? ClientKeys.of(way.identity().get()) : new KeyManager[0];
    try {
      var authorities = way.anything() ? null : authorities(way.authorities());
      return new TlsClient(
          new CheckedTrust(authorities, clock), keys, way.protocols(), BoringSsl.provider());
    } catch (GeneralSecurityException e) {
      throw unusable(way.authorities(), e);
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

  private static List<FileTime> modified(Way way) throws ProbeFault {
    var times = new ArrayList<FileTime>(3);
    for (var content : way.contents().toList()) {
      if (content instanceof Content.InFile(var file)) {
        try {
          times.add(Files.getLastModifiedTime(file));
        } catch (IOException e) {
          throw Contents.unreadable(file, e);
        }
      }
    }
    return times;
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
