/**
 * What can be known of a user: values of six types, each with the time by which the latest wins;
 * the standard attributes with their names, aliases and rules. The one place that knows that {@code
 * phone} is {@code number}.
 */
@NullMarked
package io.tidings.user.attribute;

import org.jspecify.annotations.NullMarked;
