/** How this service talks to its database: transactions, values of rows, pages. */
@NullMarked
package io.tidings.messaging.database;

import org.jspecify.annotations.NullMarked;
