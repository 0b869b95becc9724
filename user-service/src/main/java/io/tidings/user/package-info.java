/**
 * Who the customers are and what is known of them: user-service. {@code attribute}, {@code
 * identity} and {@code device} say what a profile is made of and what is refused, {@code profile}
 * folds calls into profiles and answers questions about them. {@code company} and {@code
 * preference} keep what belongs to users beside their profiles, {@code erasure} forgets them.
 */
@NullMarked
package io.tidings.user;

import org.jspecify.annotations.NullMarked;
