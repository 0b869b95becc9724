/**
 * The story of MInt, an internet provider: its customers come in by CSV, their past by the
 * event-collection protocol, and messages go out by e-mail, SMS and push. It uses the system only
 * as any client could, and counts at the end whether every number is what the data demands.
 */
@NullMarked
package io.tidings.quickstart.demo;

import org.jspecify.annotations.NullMarked;
