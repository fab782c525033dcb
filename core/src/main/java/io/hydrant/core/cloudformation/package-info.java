/// Stacks: asked for, planned, carried out, kept and shown. `template` reads templates, `resource`
/// has the types of resources.
///
/// How these work together. [CloudFormation] is the whole, and its parts are what the operations of
/// the API call: [StackOperations] and [ChangeSets] to change something, [Stacks] and [Templates]
/// to look, [Gate] for who may.
///
/// - *Asked.* A [StackRequest] becomes a [Draft] when [Drafts] has checked it.
/// - *Planned.* [Planner] compares what a template wants with what there is, as far as that can be
///   known before ([Foreseen]); a [Plan] is a list of [Change]s. It refuses early, says whether
///   there is anything to do ([Comparison]), and describes change sets ([ResourceChanges]). Nobody
///   carries it out.
/// - *Carried out.* [Provisioner] has the threads: one operation at a time on a stack ([Turns]),
///   with room in memory ([Workroom]), to a settled end. [Phases] goes from status to status:
///   [Creation], [Update], [UpdateRollback], [CleanUp], [Deletion]. What they make or change goes
///   in [Round]s, what they remove by a [Removal]. A [StackRun] is the stack meanwhile; whatever
///   becomes of it is a [Step], one commit, before it shows.
/// - *Kept.* The classes that end in `Table` have the rows of the catalog; [Exports] and [Tokens]
///   work within the commits of others.
/// - *Shown.* [Stack], [StackResource], [StackEvent], [ChangeSet], in [Page]s.
@NullMarked
package io.hydrant.core.cloudformation;

import org.jspecify.annotations.NullMarked;
