package dev.nines.channel.mail;

import java.time.Instant;
import java.util.List;

/**
 * One mail.
 *
 * @param messageId with angle brackets, the same over all retries
 * @param references ids of the mails it belongs to, with angle brackets
 * @param date when it was written
 * @param from the sender's address
 * @param to the recipients' addresses
 * @param subject one line
 * @param text for readers that show text
 * @param html for the others
 */
record Mail(
    String messageId,
    List<String> references,
    Instant date,
    String from,
    List<String> to,
    String subject,
    String text,
    String html) {}
