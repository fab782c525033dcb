/// Stacks as they are kept and shown.
///
/// *Shown.* [Stacks] finds a [Stack], its [StackResource]s, [StackEvent]s and [Export]s, in
/// [Page]s. They are values, as they were at one moment; [StackSettings] are what a stack was asked
/// to be, which [Instances] makes a template instance of.
///
/// *Kept.* The classes that end in `Table` have the rows of the catalog, what is only read back as
/// [Documents]; [Exports] works within the commits of others.
///
/// *Changed.* A [StackRun] is a stack while an [Operation] is at work on it. Whatever becomes of it
/// is a [StackStep]: the stack, its resources, what is left over and the events that tell it, in
/// one commit, before any of it shows. [StackRuns] makes runs, of new stacks and of those that the
/// catalog has.
@NullMarked
package io.hydrant.core.cloudformation.stack;

import org.jspecify.annotations.NullMarked;
