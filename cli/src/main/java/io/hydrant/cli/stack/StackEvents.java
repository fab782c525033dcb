package io.hydrant.cli.stack;

import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/// Is told what happens to a stack, in order.
public interface StackEvents {
    void happened(StackEvent event);
}
