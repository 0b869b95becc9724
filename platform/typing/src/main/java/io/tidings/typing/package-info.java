/**
 * Typed values: which type an attribute or a property has, and what becomes of a value of another
 * type. {@link Conversion} says what converts to what, {@link Schemas} holds the types of each
 * workspace, defining those that are seen for the first time. A service that uses it lists {@code
 * classpath:db/typing} among its migrations.
 */
@NullMarked
package io.tidings.typing;

import org.jspecify.annotations.NullMarked;
