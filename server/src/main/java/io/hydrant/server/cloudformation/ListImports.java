package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Page;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The stacks that import an export; that there are none is an error, as in AWS.
final class ListImports extends CloudFormationOperation {
    ListImports(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        String name = request.required("ExportName");
        request.checkNextToken();
        request.check();
        authorize(request, actor, Optional.empty());
        List<String> importers = cloudFormation.stacks().importers(name);
        if (importers.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Export '%s' is not imported by any stack.", name);
        }
        NextToken token = nextToken(name);
        Page<String> page = Page.of(importers, token.position(request), String::length);
        Lists.texts(result, "Imports", page.items());
        token.write(result, page);
    }
}
