/**
 * What is said: content in Liquid, parsed once and rendered for each recipient, and templates,
 * which are content with a name and versions. Content is stored by what it is (its id is its hash),
 * never changed, and therefore cached without ever being asked for again.
 */
@NullMarked
package io.tidings.messaging.template;

import org.jspecify.annotations.NullMarked;
