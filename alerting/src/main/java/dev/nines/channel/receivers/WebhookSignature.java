package dev.nines.channel.receivers;

import dev.nines.channel.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How does a receiver know that a webhook is ours? HMAC-SHA256 over {@code id.timestamp.body}.
 *
 * @see <a
 *     href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">
 *     Standard Webhooks</a>
 */
public final class WebhookSignature {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST_KEY = 24;
  private static final int LONGEST_KEY = 64;

  private final SecretKeySpec key;

  /**
   * Decodes the secret.
   *
   * @throws IllegalArgumentException if it is not {@code whsec_} and base64 of 24 to 64 bytes
   */
  WebhookSignature(Secret secret) {
    this.key = new SecretKeySpec(decode(secret.value()), ALGORITHM);
  }

  /**
   * Finds out whether a secret can be used.
   *
   * @param secret the secret
   * @return whether it is {@code whsec_} and base64 of 24 to 64 bytes
   */
  public static boolean accepts(Secret secret) {
    try {
      decode(secret.value());
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static byte[] decode(String secret) {
    var bytes = new byte[0];
    if (secret.startsWith(PREFIX)) {
      try {
        bytes = Base64.getDecoder().decode(secret.substring(PREFIX.length()));
      } catch (IllegalArgumentException _) {
        // Its message quotes a part of the secret; the length check below says what is wrong.
      }
    }
    if (bytes.length < SHORTEST_KEY || bytes.length > LONGEST_KEY) {
      throw new IllegalArgumentException("secret not whsec_ and base64 of 24 to 64 bytes");
    }
    return bytes;
  }

  /** {@return the value of the header {@code webhook-signature}} */
  String sign(String id, Instant timestamp, String body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      var signed = id + "." + timestamp.getEpochSecond() + "." + body;
      var digest = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is in every Java runtime", e);
    }
  }
}
