package io.hydrant.server.cloudformation;

import io.hydrant.aws.query.Parameters;
import io.hydrant.core.cloudformation.ParameterInput;
import io.hydrant.core.cloudformation.StackRequest;
import io.hydrant.core.cloudformation.TemplateSource;
import io.hydrant.core.cloudformation.resource.StackTag;
import io.hydrant.core.cloudformation.stack.OnFailure;
import io.hydrant.core.cloudformation.stack.Weight;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.util.List;
import java.util.Optional;

/// Reads the members that CreateStack, UpdateStack and CreateChangeSet share.
final class StackMembers {
    /// Members that ask for something that Hydrant does not do.
    private static final List<String> UNSUPPORTED =
            List.of(
                    "StackPolicyBody",
                    "StackPolicyURL",
                    "StackPolicyDuringUpdateBody",
                    "StackPolicyDuringUpdateURL",
                    "ResourcesToImport",
                    "RetainExceptOnCreate");

    private StackMembers() {}

    /// @throws io.hydrant.aws.ServiceException when a member is against the model
    static StackRequest read(Request request) {
        String name = request.stackName();
        TemplateSource template = source(request);
        Optional<OnFailure> onFailure = request.oneOf("OnFailure", OnFailure.class);
        Optional<Integer> timeout = request.number("TimeoutInMinutes");
        Optional<String> token = request.token();
        request.check();
        refuseUnsupported(request);
        return new StackRequest(
                name,
                template,
                request.truth("UsePreviousTemplate"),
                parameters(request),
                request.list("Capabilities"),
                tags(request),
                notificationArns(request),
                CloudFormationOperation.role(request),
                request.list("ResourceTypes"),
                onFailure(request, onFailure),
                request.truth("DisableRollback"),
                timeout,
                request.truth("EnableTerminationProtection"),
                token);
    }

    /// A template that is not in the request itself may be as long as any.
    static long weight(Request request) {
        return request.text("TemplateBody")
                .map(body -> Weight.ofTemplate(body.length()))
                .orElse(Weight.ofAnyTemplate());
    }

    static TemplateSource source(Request request) {
        return new TemplateSource(
                request.templateBody(), request.text("TemplateURL").filter(url -> !url.isEmpty()));
    }

    /// A roll-back configuration without triggers asks for nothing.
    private static void refuseUnsupported(Request request) {
        for (String member : UNSUPPORTED) {
            boolean asked =
                    request.parameters().has(member)
                            && !request.text(member)
                                    .filter(text -> text.isEmpty() || text.equals("false"))
                                    .isPresent();
            if (asked) {
                throw CloudFormationError.VALIDATION.because(
                        "Hydrant does not support %s.", member);
            }
        }
        boolean triggers =
                !request.parameters()
                        .structures("RollbackConfiguration.RollbackTriggers")
                        .isEmpty();
        if (triggers) {
            throw CloudFormationError.VALIDATION.because(
                    "Hydrant does not support rollback triggers.");
        }
    }

    private static OnFailure onFailure(Request request, Optional<OnFailure> onFailure) {
        if (onFailure.isPresent() && request.text("DisableRollback").isPresent()) {
            throw CloudFormationError.VALIDATION.because(
                    "Either DisableRollback or OnFailure can be specified, not both.");
        }
        OnFailure byDefault =
                request.truth("DisableRollback") ? OnFailure.DO_NOTHING : OnFailure.ROLLBACK;
        return onFailure.orElse(byDefault);
    }

    private static List<ParameterInput> parameters(Request request) {
        return request.parameters().structures("Parameters").stream()
                .map(parameter ->
                        new ParameterInput(
                                parameter.get("ParameterKey").orElse(""),
                                parameter.get("ParameterValue"),
                                parameter
                                        .get("UsePreviousValue")
                                        .filter(text -> text.equalsIgnoreCase("true"))
                                        .isPresent()))
                .toList();
    }

    private static Optional<List<StackTag>> tags(Request request) {
        if (!request.parameters().has("Tags")) {
            return Optional.empty();
        }
        return Optional.of(
                request.parameters().structures("Tags").stream().map(StackMembers::tag).toList());
    }

    private static StackTag tag(Parameters tag) {
        return new StackTag(tag.get("Key").orElse(""), tag.get("Value").orElse(""));
    }

    private static Optional<List<String>> notificationArns(Request request) {
        return request.parameters().has("NotificationARNs")
                ? Optional.of(request.list("NotificationARNs"))
                : Optional.empty();
    }
}
