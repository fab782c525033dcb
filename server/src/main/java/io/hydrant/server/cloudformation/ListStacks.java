package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.stack.Weight;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/// The stacks in the given statuses, page by page; deleted ones for 90 days.
final class ListStacks extends CloudFormationOperation {
    ListStacks(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return Weight.PAGE;
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        request.checkNextToken();
        Set<StackStatus> statuses = request.someOf("StackStatusFilter", StackStatus.class);
        request.check();
        authorize(request, actor, Optional.empty());
        NextToken token = nextToken(statuses.toString());
        Page<Stack> page = cloudFormation.stacks().summaries(statuses, token.position(request));
        Lists.structures(
                result, "StackSummaries", page.items(), stack -> StackXml.summary(result, stack));
        token.write(result, page);
    }
}
