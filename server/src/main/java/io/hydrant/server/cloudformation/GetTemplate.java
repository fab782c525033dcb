package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.ChangeSet;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackId;
import io.hydrant.core.cloudformation.stack.Weight;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The template as it was sent; without transforms the processed one is the same.
final class GetTemplate extends CloudFormationOperation {
    GetTemplate(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return Weight.PAGE;
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        Optional<String> name = request.text("StackName");
        Optional<String> changeSet = request.text("ChangeSetName");
        if (name.isEmpty() && changeSet.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "StackName is required if ChangeSetName is not specified.");
        }
        boolean nameless = name.isEmpty() && changeSet.filter(StackId::isId).isEmpty();
        if (nameless) {
            throw CloudFormationError.VALIDATION.because("StackName is a required parameter.");
        }
        String body =
                changeSet.isPresent()
                        ? ofChangeSet(request, changeSet.get(), name, actor)
                        : ofStack(request, name.orElse(""), actor);
        result.element("TemplateBody", body);
        Lists.texts(result, "StagesAvailable", List.of("Original", "Processed"));
    }

    private String ofStack(Request request, String name, Actor actor) throws IOException {
        authorize(request, actor, Optional.of(name));
        Stack stack = cloudFormation.stacks().get(name, "Stack with id %s does not exist");
        return stack.settings().templateBody();
    }

    private String ofChangeSet(
            Request request, String changeSetName, Optional<String> stack, Actor actor)
            throws IOException {
        ChangeSet changeSet = cloudFormation.changeSets().get(changeSetName, stack);
        authorize(request, actor, Optional.of(changeSet.stackId()));
        return changeSet.settings().templateBody();
    }
}
