package io.hydrant.core.cloudformation.provision;

import io.hydrant.core.cloudformation.resource.DesiredResource;
import io.hydrant.core.cloudformation.resource.HandlerErrorCode;
import io.hydrant.core.cloudformation.resource.ResourceFailure;
import io.hydrant.core.cloudformation.resource.ResourceType;
import io.hydrant.core.cloudformation.stack.Stacks;
import java.io.IOException;
import java.util.Optional;

/// Knows which stack a physical resource belongs to.
final class Owners {
    private final Stacks stacks;

    Owners(Stacks stacks) {
        this.stacks = stacks;
    }

    /// Says so when a name that is taken is another stack's.
    ///
    /// @throws ResourceFailure with the id of that stack
    void refuseIfOwned(ResourceType type, DesiredResource desired) throws ResourceFailure {
        Optional<String> name =
                type.description()
                        .nameProperty()
                        .flatMap(property -> desired.properties().path(property).stringValueOpt());
        if (name.isEmpty()) {
            return;
        }
        Optional<String> owner = owner(name.get(), type.name());
        if (owner.isPresent()) {
            throw new ResourceFailure(
                    HandlerErrorCode.ALREADY_EXISTS,
                    name.get() + " already exists in stack " + owner.get());
        }
    }

    private Optional<String> owner(String physicalId, String type) throws ResourceFailure {
        try {
            return stacks.owner(physicalId, Optional.of(type));
        } catch (IOException e) {
            throw new ResourceFailure(
                    HandlerErrorCode.INTERNAL_FAILURE,
                    e.getMessage() == null ? "" : e.getMessage());
        }
    }
}
