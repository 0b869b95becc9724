package io.tidings.segment.computation;

import io.tidings.segment.catalogue.Segment;

/**
 * The computation of one segment, claimed by this replica.
 *
 * @param staged whether it is known what is to change
 * @param failures how often it could not be done
 */
record Computation(Segment segment, boolean staged, int failures) {}
