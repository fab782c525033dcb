package io.hydrant.core.cloudformation.resource;

import java.util.Optional;
import java.util.Set;

/// What is to be known of a type of resources before one is made.
///
/// @param name as templates name it: `AWS::S3::Bucket`
/// @param service the service that does the work, as failure texts name it: `S3`
/// @param createOnly the properties, by their names at the top, whose change needs another resource
/// @param nameProperty the property that gives the physical id, if the template may
/// @param attributes those that `Fn::GetAtt` may ask for
/// @param isTaggable whether the stack's tags go onto it
/// @param identifier the member that tells one from all others of its type, in AWS's registry
public record ResourceDescription(
        String name,
        String service,
        Schema.Structure schema,
        Set<String> createOnly,
        Optional<String> nameProperty,
        Set<String> attributes,
        boolean isTaggable,
        Optional<String> identifier) {
    public ResourceDescription {
        createOnly = Set.copyOf(createOnly);
        attributes = Set.copyOf(attributes);
    }
}
