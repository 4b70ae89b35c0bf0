package dev.nines.engine.declarations.channels;

import dev.nines.channel.ChannelSpec;
import dev.nines.engine.declarations.yaml.Reference;
import java.util.List;

/**
 * A channel as written, its references not yet followed.
 *
 * @param services whose incidents it is told of
 * @param channel the channel
 */
public record ChannelDraft(List<Reference> services, ChannelSpec channel) {}
