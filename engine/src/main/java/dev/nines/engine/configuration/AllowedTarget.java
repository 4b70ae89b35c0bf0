package dev.nines.engine.configuration;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** One entry of {@code probeEndpoint.allowedTargets}. */
public sealed interface AllowedTarget {
  /**
   * Reads an entry.
   *
   * @param text a network such as {@code 10.0.0.0/8}, an address, or a host such as {@code
   *     *.example.com}
   * @return the entry, where the text is one
   */
  static Optional<AllowedTarget> parse(String text) {
    return Network.of(text).<AllowedTarget>map(n -> n).or(() -> Host.of(text));
  }

  /**
   * All addresses of a network.
   *
   * @param base one of them
   * @param prefix how many bits they have in common, 0 to 32 or 128
   */
  record Network(InetAddress base, int prefix) implements AllowedTarget {
    static Optional<Network> of(String text) {
      var slash = text.indexOf('/');
      if (text.indexOf(':') < 0 && text.chars().filter(c -> c == '.').count() != 3) {
        return Optional.empty(); // Java also takes 10 and 10.1 for addresses
      }
      try {
        var base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        var most = base.getAddress().length * Byte.SIZE;
        var prefix = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        return prefix >= 0 && prefix <= most
            ? Optional.of(new Network(base, prefix))
            : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    /**
     * Decides about one address.
     *
     * @param address where a run would connect to
     * @return whether it is one of them
     */
    public boolean allows(InetAddress address) {
      var ours = base.getAddress();
      var theirs = address.getAddress();
      if (ours.length != theirs.length) {
        return false;
      }
      for (var bit = 0; bit < prefix; bit++) {
        var mask = 0x80 >> (bit % Byte.SIZE);
        if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * All hosts of a name.
   *
   * @param glob in lower case; a star stands for any characters, dots among them
   */
  record Host(String glob) implements AllowedTarget {
    private static final Pattern GLOB = Pattern.compile("[a-z0-9._*-]{1,253}");

    /** What looks like an address, but is none, would be a name that no host has. */
    private static final Pattern NO_NAME = Pattern.compile("[0-9.]+");

    static Optional<AllowedTarget> of(String text) {
      var glob = text.toLowerCase(Locale.ROOT);
      return GLOB.matcher(glob).matches() && !NO_NAME.matcher(glob).matches()
          ? Optional.of(new Host(glob))
          : Optional.empty();
    }

    /**
     * Decides about one host.
     *
     * @param host as the target names it, in any case
     * @return whether it has such a name
     */
    public boolean allows(String host) {
      return matches(glob, host.toLowerCase(Locale.ROOT));
    }

    /** Goes back to the last star only, so its cost is the product of both lengths at most. */
    private static boolean matches(String glob, String host) {
      var g = 0;
      var h = 0;
      var star = -1;
      var resume = 0;
      while (h < host.length()) {
        if (g < glob.length() && glob.charAt(g) == '*') {
          star = g++;
          resume = h;
        } else if (g < glob.length() && glob.charAt(g) == host.charAt(h)) {
          g++;
          h++;
        } else if (star >= 0) {
          g = star + 1;
          h = ++resume;
        } else {
          return false;
        }
      }
      return glob.substring(g).chars().allMatch(c -> c == '*');
    }
  }
}
