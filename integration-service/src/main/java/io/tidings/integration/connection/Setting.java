package io.tidings.integration.connection;

/**
 * One thing that a source or a destination needs to know.
 *
 * @param description what it means, with unit and default
 * @param required must be given, and not blank
 * @param secret sealed at rest, never shown again, and not repeated in errors
 */
public record Setting(
    String name, String description, SettingType type, boolean required, boolean secret) {}
