/**
 * CSV files in: users with their attributes, read as the file streams in and written to
 * user-service in batches, with a report of every row that could not be taken.
 */
@NullMarked
package io.tidings.integration.imports;

import org.jspecify.annotations.NullMarked;
