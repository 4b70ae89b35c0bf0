package dev.nines.channel;

import java.time.Duration;

/** What came of one attempt to tell a channel; its texts hold no secret and no URL path. */
public sealed interface Delivery {
  /** The receiver has it. */
  record Delivered() implements Delivery {}

  /**
   * Not now: it may or may not have arrived, and is to be sent again.
   *
   * @param after how long the receiver asked to be left alone; zero where it did not ask
   * @param why for people
   */
  record Retry(Duration after, String why) implements Delivery {}

  /**
   * Never: sending it again would end the same way.
   *
   * @param why for people
   */
  record GiveUp(String why) implements Delivery {}
}
