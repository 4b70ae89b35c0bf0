package dev.nines.engine.demo;

import java.util.concurrent.ThreadLocalRandom;

/** Takes the time that real work would. */
final class Latency {
  private Latency() {}

  static void natural() {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(2, 21));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
