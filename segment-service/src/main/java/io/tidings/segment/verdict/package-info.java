/**
 * Whether a profile satisfies a definition, and the moment at which that could change by the
 * passing of time alone: in memory for one profile, and as one SQL query for all of them.
 */
@NullMarked
package io.tidings.segment.verdict;

import org.jspecify.annotations.NullMarked;
