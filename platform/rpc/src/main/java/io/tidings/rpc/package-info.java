/**
 * What every gRPC server and client of Tidings does the same way: proves who calls and for which
 * workspace, refuses what a method's contract refuses, turns every failure into one of a few
 * statuses, carries deadlines and trace context onwards, and answers for its health. A service has
 * this by having the jar; its endpoints throw what {@link io.tidings.rpc.Faults} makes and read
 * {@link io.tidings.rpc.Caller#current()}.
 */
@NullMarked
package io.tidings.rpc;

import org.jspecify.annotations.NullMarked;
