package dev.nines.channel;

/**
 * Who can be told of an incident? Thread-safe; called again with the same notification on retry.
 */
public sealed interface Channel permits WebhookChannel, LogChannel {
  /**
   * Tries once to tell it.
   *
   * @param notification what is told
   * @return what came of it; never throws for what the receiver does
   */
  Delivery deliver(Notification notification);
}
