/** Reads the manifests as a cluster would, without one. */
@NullMarked
package io.tidings.k8s;

import org.jspecify.annotations.NullMarked;
