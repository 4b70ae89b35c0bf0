package dev.nines.engine.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A random secret that says who somebody is, {@code nines_ID_SECRET}: a token, or a browser's
 * session.
 *
 * <p>It is looked up by its id, and what is stored of it, a hash, is compared in constant time.
 * SHA-256 will do: a password hash is slow since people choose passwords that can be guessed, and
 * of 2^256 secrets none can. For the same reason nobody counts how often somebody tries.
 *
 * @param id the part that is no secret, by which it is found
 * @param text all of it
 */
public record AccessKey(String id, String text) {
  private static final Pattern FORM = Pattern.compile("nines_([0-9a-f]{12})_[-_A-Za-z0-9]{43}");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int ID_BYTES = 6;
  private static final int SECRET_BYTES = 32;

  /** {@return a new one} */
  static AccessKey draw() {
    var id = HexFormat.of().formatHex(bytes(ID_BYTES));
    var secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
    return new AccessKey(id, "nines_" + id + "_" + secret);
  }

  private static byte[] bytes(int count) {
    var bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /**
   * Reads one.
   *
   * @param text what somebody shows
   * @return the key; empty where it has not the form of one
   */
  public static Optional<AccessKey> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    var form = FORM.matcher(text);
    return form.matches() ? Optional.of(new AccessKey(form.group(1), text)) : Optional.empty();
  }

  /** {@return what is stored of it} */
  byte[] hash() {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** {@return whether this is the key that a hash was made of} */
  boolean isOf(byte[] hash) {
    return MessageDigest.isEqual(hash(), hash);
  }

  /**
   * {@return what every form of this session carries: a page of another site knows neither it nor
   * the cookie that it is made from}
   */
  public String formToken() {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
      var code = mac.doFinal("form".getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /**
   * Tells whether a form is one of this session's.
   *
   * @param sent what the form carried
   * @return whether that is {@link #formToken()}
   */
  public boolean isFormToken(@Nullable String sent) {
    return sent != null
        && MessageDigest.isEqual(
            formToken().getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the secret: records are printed by mistake. */
  @Override
  public String toString() {
    return "nines_" + id + "_<secret>";
  }
}
