package dev.nines.channel.receivers;

import dev.nines.channel.Delivery;
import dev.nines.channel.Notification;
import dev.nines.channel.http.Answer;
import dev.nines.channel.http.Request;
import java.util.Optional;

/** How is one kind of receiver spoken to? */
interface HttpFormat {
  /** {@return what to post; empty where such a receiver has no word for it} */
  Optional<Request> request(Notification notification);

  /** {@return what the receiver's answer means} */
  default Delivery verdict(String host, Answer answer) {
    return answer.verdict(host, _ -> "");
  }
}
