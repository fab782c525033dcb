package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.Export;
import io.hydrant.core.cloudformation.resource.Actor;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// In order of their names; NextToken is the last name that was shown.
final class ListExports extends Operation {
    private static final int PAGE_SIZE = 100;

    ListExports(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        authorize(request, actor, Optional.empty());
        List<Export> exports =
                cloudFormation
                        .stacks()
                        .exports(request.text("NextToken").orElse(""), PAGE_SIZE + 1);
        boolean more = exports.size() > PAGE_SIZE;
        List<Export> shown = more ? exports.subList(0, PAGE_SIZE) : exports;
        Lists.structures(
                result,
                "Exports",
                shown,
                export ->
                        result.element("ExportingStackId", export.stackId())
                                .element("Name", export.name())
                                .element("Value", export.value()));
        if (more) {
            result.element("NextToken", shown.getLast().name());
        }
    }
}
