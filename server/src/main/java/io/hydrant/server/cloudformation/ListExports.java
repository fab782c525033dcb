package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Export;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.stack.Weight;
import java.io.IOException;
import java.util.Optional;

/// In order of their names.
final class ListExports extends CloudFormationOperation {
    ListExports(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return Weight.PAGE;
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        request.checkNextToken();
        request.check();
        authorize(request, actor, Optional.empty());
        NextToken token = nextToken("");
        Page<Export> page = cloudFormation.stacks().exports(token.position(request));
        Lists.structures(
                result,
                "Exports",
                page.items(),
                export ->
                        result.element("ExportingStackId", export.stackId())
                                .element("Name", export.name())
                                .element("Value", export.value()));
        token.write(result, page);
    }
}
