package dev.nines.probe.run;

import dev.nines.probe.Content;
import dev.nines.probe.TlsSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate and the server side of TLS with it, made by the JDK's keytool. */
record TestCertificate(Path pem, SSLContext server, KeyStore keys) {
  static TestCertificate make(Path folder, String name, String alternativeNames, String startDate)
      throws IOException, InterruptedException, GeneralSecurityException {
    var store = folder.resolve(name + ".p12");
    var pem = folder.resolve(name + ".pem");
    keytool(
        "-genkeypair -alias it -keyalg EC -groupname secp256r1 -storetype PKCS12 -storepass changeit"
            + " -dname CN=%s,OU=Probes,O=Nines,C=DE -ext san=%s -startdate %s -validity 7 -keystore %s"
                .formatted(name, alternativeNames, startDate, store));
    keytool(
        "-exportcert -rfc -alias it -storepass changeit -keystore %s -file %s"
            .formatted(store, pem));
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new TestCertificate(pem, context, keys);
  }

  /** The same, which lets a client in that shows the other certificate. */
  TestCertificate demanding(TestCertificate client) throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", client.keys().getCertificate("it"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    return new TestCertificate(pem, context, keys);
  }

  /** The same certificate, with a key that is not its own. */
  TestCertificate withTheKeyOf(TestCertificate other) throws IOException, GeneralSecurityException {
    var password = "changeit".toCharArray();
    var mixed = KeyStore.getInstance("PKCS12");
    mixed.load(null, null);
    mixed.setKeyEntry(
        "it", other.keys().getKey("it", password), password, keys.getCertificateChain("it"));
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(mixed, password);
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return new TestCertificate(pem, context, mixed);
  }

  /** The private key in PKCS#8. */
  String keyPem() throws GeneralSecurityException {
    var der = keys.getKey("it", "changeit".toCharArray()).getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(Base64.getMimeEncoder().encodeToString(der));
  }

  TlsSpec trusted() {
    return trusting(pem);
  }

  static TlsSpec trusting(Path authorities) {
    return new TlsSpec(
        false,
        Optional.of(new Content.InFile(authorities)),
        Optional.empty(),
        Optional.empty(),
        TlsSpec.Version.TLS12,
        Optional.empty(),
        Optional.empty());
  }

  private static void keytool(String arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }
}
