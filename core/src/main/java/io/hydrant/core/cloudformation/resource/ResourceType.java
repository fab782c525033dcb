package io.hydrant.core.cloudformation.resource;

import java.io.IOException;
import java.util.Map;

/// One type of resource that a template can ask for. Calls the same parts as the API operations do,
/// with the actor's permissions. Safe for use from many threads.
///
/// A resource is made in two steps, so that a crash between them leaves nothing unknown: [#prepare]
/// chooses the physical id and the mark and refuses what cannot be made, both are written down,
/// then [#create] makes it with its mark. What does not bear the mark is somebody else's, and is
/// neither changed nor removed.
public interface ResourceType {
    ResourceDescription description();

    /// As templates name it.
    default String name() {
        return description().name();
    }

    /// Chooses the physical id and the mark. Makes nothing.
    ///
    /// @throws ResourceFailure when the resource cannot be made, or is there already
    Claim prepare(DesiredResource desired) throws ResourceFailure, IOException;

    /// Makes it, and returns the values of its attributes.
    ///
    /// @throws ResourceFailure also when something of that name was made meanwhile
    Map<String, String> create(DesiredResource desired, Claim claim)
            throws ResourceFailure, IOException;

    /// Whether anything of it is there. After a creation that failed this tells what is to be
    /// removed from what is somebody else's.
    boolean stands(PhysicalResource current) throws IOException;

    /// Makes it what is desired, whichever of its `given` properties are in effect, and returns the
    /// values of its attributes.
    ///
    /// @throws ResourceFailure also when it is not there, or is another by now
    Map<String, String> update(PhysicalResource current, DesiredResource desired)
            throws ResourceFailure, IOException;

    /// Removes it. That it is gone already, or is another by now, is no failure.
    void delete(PhysicalResource current) throws ResourceFailure, IOException;
}
