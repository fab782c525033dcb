package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.CloudFormation;
import io.hydrant.core.cloudformation.TemplateSource;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Parameter;
import io.hydrant.core.cloudformation.template.Template;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Shows what a template asks for and makes: one that is given, or that of a stack.
final class GetTemplateSummary extends CloudFormationOperation {
    GetTemplateSummary(CloudFormation cloudFormation) {
        super(cloudFormation);
    }

    @Override
    long weight(Request request) {
        return StackMembers.weight(request);
    }

    @Override
    void answer(Request request, Actor actor, XmlWriter result) throws IOException {
        TemplateSource source = StackMembers.source(request);
        Optional<String> name = request.text("StackName");
        request.check();
        authorize(request, actor, name);
        Template template =
                name.isPresent()
                        ? templateOf(name.get())
                        : cloudFormation.templates().read(source, actor);
        Lists.structures(
                result,
                "Parameters",
                template.parameters().values(),
                parameter -> write(result, parameter));
        result.element("Description", template.description());
        CapabilitiesXml.write(result, template);
        Lists.texts(result, "ResourceTypes", template.resourceTypes());
        identifiers(result, template);
        result.element("Version", template.version());
        result.element("Metadata", template.metadata().map(data -> data.json().toString()));
    }

    /// What an import would have to tell of the resources, type by type.
    private void identifiers(XmlWriter result, Template template) {
        Map<String, List<String>> byType = new LinkedHashMap<>();
        template.resources()
                .forEach((logicalId, resource) ->
                        byType.computeIfAbsent(resource.type(), type -> new ArrayList<>())
                                .add(logicalId));
        Lists.structures(
                result,
                "ResourceIdentifierSummaries",
                byType.entrySet(),
                resources -> {
                    result.element("ResourceType", resources.getKey());
                    Lists.texts(result, "LogicalResourceIds", resources.getValue());
                    Lists.textsIfAny(
                            result,
                            "ResourceIdentifiers",
                            cloudFormation.templates().identifier(resources.getKey()).stream()
                                    .toList());
                });
    }

    private Template templateOf(String name) throws IOException {
        Stack stack = cloudFormation.stacks().get(name, "Stack with id %s does not exist");
        if (stack.status() == StackStatus.REVIEW_IN_PROGRESS) {
            throw CloudFormationError.VALIDATION.because(
                    "GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.");
        }
        return cloudFormation.templates().read(stack.settings().templateBody());
    }

    private static void write(XmlWriter xml, Parameter parameter) {
        xml.element("ParameterKey", parameter.name())
                .element("DefaultValue", parameter.shownDefault())
                .element("ParameterType", parameter.type().name())
                .element("NoEcho", parameter.noEcho())
                .element("Description", parameter.description());
        xml.start("ParameterConstraints");
        Lists.textsIfAny(xml, "AllowedValues", parameter.allowedValues());
        xml.end();
    }
}
