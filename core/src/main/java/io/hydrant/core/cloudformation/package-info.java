/// Stacks, asked for. [CloudFormation] is the whole, and its parts are what the operations of the
/// API call: [StackOperations], [StackDeletions] and [ChangeSets] to change something, `Stacks` and
/// [Templates] to look, [Gate] for who may.
///
/// A [StackRequest] becomes a `Draft` when [Drafts] has checked it. [StackOperations] takes the
/// stack's turn, has the draft compared with what there is, and commits the first step, together
/// with what must hold at that moment: the name is free ([CloudFormationSchema] has the tables),
/// the stack stands where it stood, the token ([Tokens]) and the change set ([ChangeSetTable]) are
/// used once. From then on the operation goes on by itself.
///
/// Five rooms lie behind this one, each knowing only those after it:
///
/// - `provision` carries operations out,
/// - `plan` compares what a template wants with what there is,
/// - `stack` keeps and shows stacks, and changes them step by step,
/// - `resource` has one class per resource type,
/// - `template` reads templates.
@NullMarked
package io.hydrant.core.cloudformation;

import org.jspecify.annotations.NullMarked;
