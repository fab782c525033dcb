package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.ChangeSet;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.Weight;
import java.io.IOException;
import java.util.Optional;

/// The change sets of a stack that were not executed, oldest first.
final class ListChangeSets extends CloudFormationOperation {
    ListChangeSets(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return Weight.PAGE;
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.stackName();
        request.checkNextToken();
        request.check();
        authorize(request, actor, Optional.of(name));
        Stack stack = cloudFormation.stacks().describe(name, "Stack [%s] does not exist");
        NextToken token = nextToken(stack.id());
        Page<ChangeSet> page = cloudFormation.changeSets().all(stack, token.position(request));
        Lists.structures(
                result,
                "Summaries",
                page.items(),
                changeSet -> {
                    ChangeSetXml.identity(result, changeSet, false);
                    result.element("IncludeNestedStacks", changeSet.includesNestedStacks())
                            .element(
                                    "ImportExistingResources",
                                    changeSet.importsExistingResources());
                });
        token.write(result, page);
    }
}
