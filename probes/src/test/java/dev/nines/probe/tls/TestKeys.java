package dev.nines.probe.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Keys and certificates made by the JDK's keytool, in a folder. */
record TestKeys(Path folder) {
  private static final String KEY = "-keyalg EC -groupname secp256r1";

  /** Makes a key and its certificate, which begins now. */
  X509Certificate make(String alias, String arguments)
      throws IOException, InterruptedException, GeneralSecurityException {
    keytool("-genkeypair -alias %s %s %s".formatted(alias, KEY, arguments));
    var file = folder.resolve(alias + ".cer");
    keytool("-exportcert -alias " + alias + " -file " + file);
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  /** The server's side of TLS with the only key there is. */
  SSLContext server() throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store())) {
      keys.load(in, "changeit".toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private Path store() {
    return folder.resolve("keys.p12");
  }

  private void keytool(String arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" +")));
    command.addAll(List.of("-storepass", "changeit", "-keystore", store().toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }
}
