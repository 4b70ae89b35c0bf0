package dev.nines.engine.blackbox;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows {@code one} or {@code two} to those who ask for it by SNI, {@code server} to others. */
final class KeyByServerName extends NamedKey {
  KeyByServerName(X509ExtendedKeyManager store) {
    super(store, "server");
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    if (keyType.equals("EC")
        && socket instanceof SSLSocket secure
        && secure.getHandshakeSession() instanceof ExtendedSSLSession session) {
      for (var name : session.getRequestedServerNames()) {
        var text = new String(name.getEncoded(), StandardCharsets.UTF_8);
        if (text.equals("one.example") || text.equals("two.example")) {
          return text.substring(0, 3);
        }
      }
    }
    return super.chooseServerAlias(keyType, issuers, socket);
  }
}
