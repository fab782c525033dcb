package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.Stack;
import io.hydrant.core.cloudformation.resource.Actor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

final class ListStacks extends Operation {
    ListStacks(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        authorize(request, actor, Optional.empty());
        List<String> filter = request.list("StackStatusFilter");
        List<Stack> stacks =
                cloudFormation.stacks().all().stream()
                        .filter(stack -> filter.isEmpty() || filter.contains(stack.status().name()))
                        .toList();
        Page<Stack> page = Page.of(stacks, request);
        Lists.structures(
                result, "StackSummaries", page.items(), stack -> StackXml.summary(result, stack));
        page.writeToken(result);
    }
}
