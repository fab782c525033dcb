package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.Weight;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A stack that is at work is given a moment to settle. Waiters ask at once and then only every 30
/// seconds; operations here take milliseconds, so that the first answer can already be the last.
final class DescribeStacks extends CloudFormationOperation {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String UNKNOWN = "Stack with id %s does not exist";

    DescribeStacks(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return Weight.PAGE;
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
                        ? new Page<>(
                                List.of(cloudFormation.stacks().describe(name.get(), UNKNOWN)),
                                Optional.empty())
                        : cloudFormation.stacks().live(position);
        Lists.structures(
                result, "Stacks", page.items(), stack -> StackXml.description(result, stack));
        token.write(result, page);
    }

    @Override
    void settle(Request request) throws IOException {
        Optional<String> name = request.text("StackName");
        if (name.isPresent()) {
            Optional<String> atWork = cloudFormation.stacks().atWork(name.get());
            if (atWork.isPresent()) {
                cloudFormation.operations().await(atWork.get(), PATIENCE);
            }
        }
    }
}
