package dev.nines.engine.remotewrite;

import com.google.protobuf.ByteString;
import java.time.Instant;

/**
 * What goes in one request.
 *
 * @param at when the samples were taken, which is the same for those of a round
 * @param samples how many there are
 * @param body them, as they are sent
 */
record Batch(Instant at, int samples, ByteString body) {}
