package dev.nines.channel;

import java.time.Duration;

/** What came of one attempt to tell a channel; its texts hold no secret and no URL path. */
public sealed interface Delivery {
  /** {@return what came back, for people; empty where nothing does} */
  String said();

  /**
   * The receiver has it.
   *
   * @param said what it answered, for people
   */
  record Delivered(String said) implements Delivery {
    /** It took it without an answer. */
    public Delivered() {
      this("");
    }
  }

  /**
   * Not now: it may or may not have arrived, and is to be sent again.
   *
   * @param after how long the receiver asked to be left alone; zero where it did not ask
   * @param said why, for people
   */
  record Retry(Duration after, String said) implements Delivery {}

  /**
   * Never: sending it again would end the same way.
   *
   * @param said why, for people
   */
  record GiveUp(String said) implements Delivery {}
}
