package dev.nines.engine.blackbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * An authority and what it signed, made by the JDK's keytool: all in one store, each also as PEM.
 */
final class Certificates {
  static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path store;

  private Certificates(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("zoo.p12");
  }

  static Certificates make(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    var made = new Certificates(folder);
    made.pair("ca", "CN=Zoo-Authority,O=Nines,C=DE", "-ext bc:c -validity 365");
    made.pair("server", "CN=localhost,OU=Probes,O=Nines,C=DE", signed(LOCAL_NAMES, 90));
    made.pair("expired", "CN=localhost,O=Nines", "-startdate -30d " + signed(LOCAL_NAMES, 7));
    made.pair("elsewhere", "CN=elsewhere.example", signed("dns:elsewhere.example", 60));
    made.pair("one", "CN=one.example", signed("dns:one.example", 61));
    made.pair("two", "CN=two.example", signed("dns:two.example", 62));
    made.pair("client", "CN=client", "-ext eku=clientAuth -signer ca -validity 30");
    made.pair("alone", "CN=localhost", "-ext san=" + LOCAL_NAMES + " -validity 45");
    made.exportPem();
    made.exportServer();
    return made;
  }

  private static final String LOCAL_NAMES = "dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1";

  private static String signed(String names, int days) {
    return "-ext san=%s -signer ca -validity %d".formatted(names, days);
  }

  /** The server's own key in a store of its own, for a server that takes the first it finds. */
  Path serverStore() {
    return folder.resolve("server.p12");
  }

  Path pem(String alias) {
    return folder.resolve(alias + ".pem");
  }

  Path key(String alias) {
    return folder.resolve(alias + ".key");
  }

  /** The side of a server that shows this certificate to everyone. */
  SSLContext server(String alias) throws IOException, GeneralSecurityException {
    return context(new NamedKey(keys(), alias));
  }

  /** The side of a server that shows the certificate of the name it is asked for. */
  SSLContext byServerName() throws IOException, GeneralSecurityException {
    return context(new KeyByServerName(keys()));
  }

  private SSLContext context(X509ExtendedKeyManager keys)
      throws IOException, GeneralSecurityException {
    var authority = KeyStore.getInstance("PKCS12");
    authority.load(null, null);
    authority.setCertificateEntry("ca", load().getCertificate("ca"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authority);
    var context = SSLContext.getInstance("TLS");
    context.init(new X509ExtendedKeyManager[] {keys}, trust.getTrustManagers(), null);
    return context;
  }

  private X509ExtendedKeyManager keys() throws IOException, GeneralSecurityException {
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(load(), PASSWORD.toCharArray());
    return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private void exportPem() throws IOException, GeneralSecurityException {
    var keys = load();
    for (var alias : List.of("ca", "server", "client", "alone")) {
      write(pem(alias), "CERTIFICATE", keys.getCertificate(alias).getEncoded());
      write(key(alias), "PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
    }
  }

  private void exportServer() throws IOException, GeneralSecurityException {
    var keys = load();
    var password = PASSWORD.toCharArray();
    var alone = KeyStore.getInstance("PKCS12");
    alone.load(null, null);
    alone.setKeyEntry(
        "server", keys.getKey("server", password), password, keys.getCertificateChain("server"));
    try (var out = Files.newOutputStream(serverStore())) {
      alone.store(out, password);
    }
  }

  private static void write(Path file, String kind, byte[] der) throws IOException {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind));
  }

  private void pair(String alias, String name, String more)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(
        List.of(
            ("-J-XX:TieredStopAtLevel=1 -genkeypair -alias %s -keyalg EC -groupname secp256r1"
                    + " -storetype PKCS12 -storepass %s -keystore %s -dname %s %s")
                .formatted(alias, PASSWORD, store, name, more)
                .split(" ")));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }
}
