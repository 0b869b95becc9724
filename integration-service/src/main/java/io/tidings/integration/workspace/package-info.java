/** The workspaces of this installation. Everything in every service belongs to one. */
@NullMarked
package io.tidings.integration.workspace;

import org.jspecify.annotations.NullMarked;
