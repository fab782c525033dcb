/// Operations on stacks, carried out.
///
/// [Provisioner] has the threads: one operation at a time on a stack ([Turns]), with room in
/// memory, to a settled end. [Phases] goes from status to status: [Rounds] (a [Creation] or an
/// [Update]), [UpdateRollback], [CleanUp], [Deletion]. What they make or change goes in [Round]s, a
/// [ChangeProgress] per resource; what they remove goes by a [Removal]. [BrokenOff] says what
/// becomes of a stack whose operation ended unexpectedly.
@NullMarked
package io.hydrant.core.cloudformation.provision;

import org.jspecify.annotations.NullMarked;
