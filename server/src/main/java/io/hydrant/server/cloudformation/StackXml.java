package io.hydrant.server.cloudformation;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.cloudformation.resource.StackTag;
import io.hydrant.core.cloudformation.stack.LastOperation;
import io.hydrant.core.cloudformation.stack.OnFailure;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackSettings;
import io.hydrant.core.cloudformation.stack.StackStatus;
import io.hydrant.core.cloudformation.template.Output;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes stacks and what belongs to them.
final class StackXml {
    private StackXml() {}

    static void description(XmlWriter xml, Stack stack) {
        StackSettings settings = stack.settings();
        xml.element("StackId", stack.id()).element("StackName", stack.name());
        xml.element("ChangeSetId", stack.changeSetId());
        xml.element("Description", description(stack));
        parameters(xml, settings);
        xml.element("CreationTime", stack.created());
        stack.updated().ifPresent(time -> xml.element("LastUpdatedTime", time));
        stack.deleted().ifPresent(time -> xml.element("DeletionTime", time));
        xml.empty("RollbackConfiguration");
        xml.element("StackStatus", stack.status().name());
        xml.element("StackStatusReason", stack.reason().filter(reason -> isKept(stack)));
        xml.element("DisableRollback", settings.onFailure() == OnFailure.DO_NOTHING);
        Lists.texts(xml, "NotificationARNs", settings.notificationArns());
        settings.timeoutInMinutes().ifPresent(minutes -> xml.element("TimeoutInMinutes", minutes));
        Lists.textsIfAny(xml, "Capabilities", settings.capabilities());
        if (stack.status().hasOutputs() && !stack.outputs().isEmpty()) {
            outputs(xml, stack.outputs());
        }
        xml.element("RoleARN", settings.roleArn());
        tags(xml, isUnderReview(stack) ? List.of() : settings.tags());
        if (stack.status() != StackStatus.DELETE_COMPLETE) {
            xml.element("EnableTerminationProtection", settings.terminationProtection());
        }
        stack.lastOperation().ifPresent(operation -> lastOperation(xml, operation));
        drift(xml);
    }

    private static void lastOperation(XmlWriter xml, LastOperation operation) {
        Lists.structures(
                xml,
                "LastOperations",
                List.of(operation),
                last ->
                        xml.element("OperationType", last.type().name())
                                .element("OperationId", last.id()));
    }

    /// Before its first change set is carried out, a stack has neither description nor tags.
    private static Optional<String> description(Stack stack) {
        return isUnderReview(stack) ? Optional.empty() : stack.settings().description();
    }

    private static boolean isUnderReview(Stack stack) {
        return stack.status() == StackStatus.REVIEW_IN_PROGRESS;
    }

    /// A reason is shown while it explains the status.
    private static boolean isKept(Stack stack) {
        return switch (stack.status()) {
            case REVIEW_IN_PROGRESS,
                    CREATE_FAILED,
                    ROLLBACK_IN_PROGRESS,
                    ROLLBACK_FAILED,
                    DELETE_FAILED,
                    UPDATE_FAILED,
                    UPDATE_COMPLETE,
                    UPDATE_ROLLBACK_IN_PROGRESS,
                    UPDATE_ROLLBACK_FAILED,
                    CREATE_IN_PROGRESS,
                    UPDATE_IN_PROGRESS,
                    DELETE_IN_PROGRESS ->
                    true;
            case CREATE_COMPLETE,
                    ROLLBACK_COMPLETE,
                    DELETE_COMPLETE,
                    UPDATE_COMPLETE_CLEANUP_IN_PROGRESS,
                    UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS,
                    UPDATE_ROLLBACK_COMPLETE ->
                    false;
        };
    }

    static void summary(XmlWriter xml, Stack stack) {
        xml.element("StackId", stack.id()).element("StackName", stack.name());
        xml.element("TemplateDescription", description(stack));
        xml.element("CreationTime", stack.created());
        stack.updated().ifPresent(time -> xml.element("LastUpdatedTime", time));
        stack.deleted().ifPresent(time -> xml.element("DeletionTime", time));
        xml.element("StackStatus", stack.status().name());
        xml.element("StackStatusReason", stack.reason().filter(reason -> isKept(stack)));
        drift(xml);
    }

    private static void drift(XmlWriter xml) {
        xml.start("DriftInformation").element("StackDriftStatus", "NOT_CHECKED").end();
    }

    static void parameters(XmlWriter xml, StackSettings settings) {
        Map<String, String> parameters = settings.shownParameters();
        Map<String, String> resolved = settings.shownResolved();
        if (!parameters.isEmpty()) {
            Lists.structures(
                    xml,
                    "Parameters",
                    parameters.entrySet(),
                    parameter ->
                            xml.element("ParameterKey", parameter.getKey())
                                    .element("ParameterValue", parameter.getValue())
                                    .element(
                                            "ResolvedValue",
                                            Optional.ofNullable(resolved.get(parameter.getKey()))));
        }
    }

    private static void outputs(XmlWriter xml, Collection<Output> outputs) {
        Lists.structures(
                xml,
                "Outputs",
                outputs,
                output ->
                        xml.element("OutputKey", output.name())
                                .element("OutputValue", output.value())
                                .element("Description", output.description())
                                .element("ExportName", output.exportName()));
    }

    static void tags(XmlWriter xml, Collection<StackTag> tags) {
        Lists.structures(
                xml,
                "Tags",
                tags,
                tag -> xml.element("Key", tag.key()).element("Value", tag.value()));
    }
}
