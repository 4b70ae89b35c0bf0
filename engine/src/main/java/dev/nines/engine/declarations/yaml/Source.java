package dev.nines.engine.declarations.yaml;

import java.nio.file.Path;

/**
 * One file's text.
 *
 * @param name the file as the user would name it
 * @param folder where it lies; what relative paths in it are relative to
 * @param text its content
 */
public record Source(String name, Path folder, String text) {}
