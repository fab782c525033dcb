package io.hydrant.core.cloudformation.stack;

import java.time.Instant;
import java.util.Optional;

/// Something that happened to a stack or to one of its resources. `number` counts all events up;
/// `properties` is JSON, and there for resources only.
public record StackEvent(
        long number,
        String stackId,
        String stackName,
        String eventId,
        String logicalId,
        String physicalId,
        String type,
        Instant time,
        String status,
        Optional<String> reason,
        Optional<String> properties,
        Optional<String> token) {

    /// What the stack's own events have for a type.
    static final String STACK_TYPE = "AWS::CloudFormation::Stack";
}
