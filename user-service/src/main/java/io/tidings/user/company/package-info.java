/**
 * Companies (accounts) and who belongs to them. {@code Company} and {@code Membership} say what
 * news does to each; whatever order it comes in, they become the same.
 *
 * <p>A company is not a profile: it has an id space of its own, for the event-collection protocol
 * lets a user and a group share an id. The users-and-events dialect has one id space, in which an
 * account is a user that {@code is_account}. Both work on the same data by one rule: the account
 * with some id is the company with that group id, unless there is a user with that id whose
 * attribute {@code is_account} is not true. Converting moves the attributes, each with its time,
 * from the one to the other.
 */
@NullMarked
package io.tidings.user.company;

import org.jspecify.annotations.NullMarked;
