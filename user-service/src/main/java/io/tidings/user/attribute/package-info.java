/**
 * What can be known of a user: values of six types, each with the time by which the latest wins;
 * the standard attributes with their names, aliases and rules. The one place that knows that {@code
 * phone} is {@code number}.
 *
 * <p>And the schema: which type each custom attribute of a subject has. Whoever takes attributes of
 * users or companies brings a whole batch to its types with {@link
 * io.tidings.user.attribute.AttributeTyping#typed}, before its transaction, and answers what was
 * ignored; whoever keeps values implements {@link io.tidings.user.attribute.AttributeHolders}, so
 * that they follow a change of type.
 */
@NullMarked
package io.tidings.user.attribute;

import org.jspecify.annotations.NullMarked;
