package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.Stack;
import io.hydrant.core.cloudformation.StackStatus;
import io.hydrant.core.cloudformation.resource.Actor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A stack that is at work is given a moment to settle. Waiters ask at once and then only every 30
/// seconds; operations here take milliseconds, so that the first answer can already be the last.
final class DescribeStacks extends Operation {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String UNKNOWN = "Stack with id %s does not exist";

    DescribeStacks(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        Optional<String> name = request.text("StackName");
        authorize(request, actor, name);
        Page<Stack> page = Page.of(stacks(name), request);
        Lists.structures(
                result, "Stacks", page.items(), stack -> StackXml.description(result, stack));
        page.writeToken(result);
    }

    /// Without a name, the deleted ones are left out.
    private List<Stack> stacks(Optional<String> name) throws IOException {
        if (name.isPresent()) {
            Stack stack = cloudFormation.stacks().get(name.get(), UNKNOWN);
            cloudFormation.operations().await(stack, PATIENCE);
            return List.of(cloudFormation.stacks().get(name.get(), UNKNOWN));
        }
        return cloudFormation.stacks().all().stream()
                .filter(stack -> stack.status() != StackStatus.DELETE_COMPLETE)
                .toList();
    }
}
