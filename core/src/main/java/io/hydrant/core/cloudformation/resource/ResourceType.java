package io.hydrant.core.cloudformation.resource;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One type of resource that a template can ask for. Calls the same parts as the API operations do,
/// with the actor's permissions. Safe for use from many threads.
///
/// A resource is made in two steps, so that a crash between them leaves nothing unknown: [#prepare]
/// chooses the physical id and refuses what cannot be made, the id is written down, then [#create]
/// makes it.
public interface ResourceType {
    /// As templates name it: `AWS::S3::Bucket`.
    String name();

    /// The service that does the work, as failure texts name it: `S3`.
    String service();

    Schema.Structure schema();

    /// The properties, by their names at the top, whose change needs another resource.
    Set<String> createOnly();

    /// The property that gives the physical id, if the template may.
    Optional<String> nameProperty();

    /// The attributes that `Fn::GetAtt` may ask for.
    Set<String> attributes();

    /// Whether the stack's tags go onto it.
    boolean taggable();

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
