package io.hydrant.core.cloudformation.resource;

import java.io.IOException;
import java.util.Map;

/// One type of resource that a template can ask for. Calls the same parts as the API operations do,
/// with the actor's permissions. Safe for use from many threads.
///
/// A resource is made in two steps, so that a crash between them leaves nothing unknown: [#prepare]
/// chooses the physical id and refuses what cannot be made, the id is written down, then [#create]
/// makes it.
public interface ResourceType {
    ResourceDescription description();

    /// As templates name it.
    default String name() {
        return description().name();
    }

    /// Chooses the physical id. Makes nothing.
    ///
    /// @throws ResourceFailure when the resource cannot be made, or is there already
    String prepare(Wanted wanted) throws ResourceFailure, IOException;

    /// Makes it, and returns the values of its attributes.
    Map<String, String> create(Wanted wanted, String physicalId)
            throws ResourceFailure, IOException;

    /// Changes it in place, and returns the values of its attributes.
    Map<String, String> update(Present present, Wanted wanted) throws ResourceFailure, IOException;

    /// Removes it. That it is gone already is no failure.
    void delete(Present present) throws ResourceFailure, IOException;
}
