/** How this service talks to its database: transactions, arrays of columns, pages. */
@NullMarked
package io.tidings.messaging.database;

import org.jspecify.annotations.NullMarked;
