/// What it takes to make a stack what its template says, as far as that can be known before.
///
/// [Planner] compares what a template wants with what there is; what hangs on a resource that is
/// yet to be made is unknown ([PlannedValues]). A [Plan] is a list of [Change]s, and a change is
/// made of [Difference]s. It refuses early, says whether a [Draft] asks for anything new
/// ([Comparison]), and describes change sets ([ResourceChanges]). Nobody carries a plan out: each
/// round is compared anew, with what the rounds before it have made.
@NullMarked
package io.hydrant.core.cloudformation.plan;

import org.jspecify.annotations.NullMarked;
