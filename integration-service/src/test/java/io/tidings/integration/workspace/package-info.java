@NullMarked
package io.tidings.integration.workspace;

import org.jspecify.annotations.NullMarked;
