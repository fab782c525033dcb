package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.TemplateSource;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.template.Template;
import java.io.IOException;
import java.util.Optional;

/// Reads a template and shows its parameters and the capabilities that it needs.
final class ValidateTemplate extends CloudFormationOperation {
    ValidateTemplate(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return StackMembers.weight(request);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        TemplateSource source = StackMembers.source(request);
        request.check();
        authorize(request, actor, Optional.empty());
        Template template = cloudFormation.templates().read(source, actor);
        Lists.structures(
                result,
                "Parameters",
                template.parameters().values(),
                parameter ->
                        result.element("ParameterKey", parameter.name())
                                .element("DefaultValue", parameter.shownDefault())
                                .element("NoEcho", parameter.noEcho())
                                .element("Description", parameter.description()));
        result.element("Description", template.description());
        CapabilitiesXml.write(result, template);
    }
}
