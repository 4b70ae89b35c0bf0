package dev.nines.engine.declarations.channels;

import dev.nines.channel.ChannelSpec;
import dev.nines.engine.declarations.yaml.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A channel as written, its references not yet followed.
 *
 * @param services whose incidents it is told of
 * @param giveUpAfter how long a notification is tried, where it is said
 * @param channel the channel
 */
public record ChannelDraft(
    List<Reference> services, Optional<Duration> giveUpAfter, ChannelSpec channel) {}
