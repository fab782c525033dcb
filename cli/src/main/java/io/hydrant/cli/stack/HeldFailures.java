package io.hydrant.cli.stack;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/// The events of a deletion, of which those are held back that are no failure when the buckets are
/// emptied and the stack is deleted once more: that a bucket is not empty, and that the stack
/// therefore stays. Used by one thread.
final class HeldFailures implements StackEvents {
    private static final String BUCKET = "AWS::S3::Bucket";
    private static final String STACK = "AWS::CloudFormation::Stack";

    private final StackEvents events;
    private final List<StackEvent> held = new ArrayList<>();
    private boolean isHolding;

    HeldFailures(StackEvents events) {
        this.events = events;
    }

    void hold(boolean wanted) {
        isHolding = wanted;
    }

    @Override
    public void happened(StackEvent event) {
        if (isHolding && mayBeNone(event)) {
            held.add(event);
        } else {
            events.happened(event);
        }
    }

    private static boolean mayBeNone(StackEvent event) {
        if (event.resourceStatus() != ResourceStatus.DELETE_FAILED) {
            return false;
        }
        return event.resourceType().equals(STACK)
                || event.resourceType().equals(BUCKET)
                        && String.valueOf(event.resourceStatusReason())
                                .contains(StackRemoval.NOT_EMPTY);
    }

    /// They were none.
    void forget() {
        held.clear();
    }

    /// They are failures.
    void tell() {
        held.forEach(events::happened);
        held.clear();
    }
}
