package dev.nines.channel;

/**
 * Who can be told of an incident? Thread-safe; called again with the same notification on retry.
 *
 * <p>The closed set is that of {@link ChannelSpec}; what speaks to each kind lies in packages of
 * its own, where Java does not let a sealed type have members.
 */
public interface Channel {
  /**
   * Tries once to tell it.
   *
   * @param notification what is told
   * @return what came of it, after half a minute at the latest; never throws for what the receiver
   *     does
   */
  Delivery deliver(Notification notification);
}
