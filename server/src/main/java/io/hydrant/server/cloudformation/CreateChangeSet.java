package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.ChangeSet;
import io.hydrant.core.cloudformation.ChangeSets;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.StackRequest;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.util.Optional;

/// Keeps settings for a stack, with what they would change; UPDATE unless the type is given.
final class CreateChangeSet extends CloudFormationOperation {
    /// The types of the API; Hydrant imports nothing.
    enum Type {
        CREATE,
        UPDATE,
        IMPORT
    }

    CreateChangeSet(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return StackMembers.weight(request);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.changeSetName();
        Optional<Type> type = request.oneOf("ChangeSetType", Type.class);
        StackRequest stack = StackMembers.read(request);
        authorize(request, actor, Optional.of(stack.stackName()));
        ChangeSet changeSet =
                cloudFormation
                        .changeSets()
                        .create(
                                new ChangeSets.NewChangeSet(
                                        name,
                                        type(type.orElse(Type.UPDATE)),
                                        request.text("Description"),
                                        new ChangeSet.Options(
                                                request.truth("IncludeNestedStacks"),
                                                request.truth("ImportExistingResources")),
                                        stack),
                                actor);
        result.element("Id", changeSet.id()).element("StackId", changeSet.stackId());
    }

    private static ChangeSet.Type type(Type type) {
        return switch (type) {
            case CREATE -> ChangeSet.Type.CREATE;
            case UPDATE -> ChangeSet.Type.UPDATE;
            case IMPORT ->
                    throw CloudFormationError.VALIDATION.because(
                            "Hydrant does not support change sets of type IMPORT.");
        };
    }
}
