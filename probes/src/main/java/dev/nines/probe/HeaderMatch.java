package dev.nines.probe;

import com.google.re2j.Pattern;

/**
 * A pattern on the values of one response header.
 *
 * @param header its name
 * @param pattern is sought in each of its values
 * @param allowMissing whether the check is passed over where the header is missing
 */
public record HeaderMatch(String header, Pattern pattern, boolean allowMissing) {}
