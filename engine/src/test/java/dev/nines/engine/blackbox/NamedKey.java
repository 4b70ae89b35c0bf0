package dev.nines.engine.blackbox;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows one certificate of a store, whoever asks. */
class NamedKey extends X509ExtendedKeyManager {
  private final X509ExtendedKeyManager store;
  private final String alias;

  NamedKey(X509ExtendedKeyManager store, String alias) {
    this.store = store;
    this.alias = alias;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return keyType.equals("EC") ? alias : null;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return keyType.equals("EC") ? alias : null;
  }

  @Override
  public X509Certificate[] getCertificateChain(String name) {
    return store.getCertificateChain(name);
  }

  @Override
  public PrivateKey getPrivateKey(String name) {
    return store.getPrivateKey(name);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[] {alias};
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
