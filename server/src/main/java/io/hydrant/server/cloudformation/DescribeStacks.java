package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.Page;
import io.hydrant.core.cloudformation.Stack;
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
        request.checkNextToken();
        request.check();
        authorize(request, actor, name);
        NextToken token = nextToken(name.orElse(""));
        Optional<String> position = token.position(request);
        Page<Stack> page =
                name.isPresent()
                        ? new Page<>(List.of(stack(name.get())), Optional.empty())
                        : cloudFormation.stacks().live(position);
        Lists.structures(
                result, "Stacks", page.items(), stack -> StackXml.description(result, stack));
        token.write(result, page);
    }

    private Stack stack(String name) throws IOException {
        Stack stack = cloudFormation.stacks().describe(name, UNKNOWN);
        cloudFormation.operations().await(stack, PATIENCE);
        return cloudFormation.stacks().describe(name, UNKNOWN);
    }
}
