package io.hydrant.cli.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A name that a resource of a stack was to have, and that something else has: whose it is, and
/// what to say to get another.
record TakenName(String name, Optional<String> owner, List<String> parameters) {
    /// The properties that give resources their names.
    private static final Map<String, String> NAMED_BY =
            Map.of(
                    "AWS::S3::Bucket", "BucketName",
                    "AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName",
                    "AWS::IAM::Role", "RoleName",
                    "AWS::IAM::User", "UserName",
                    "AWS::IAM::Group", "GroupName",
                    "AWS::IAM::ManagedPolicy", "ManagedPolicyName");

    /// What stands for a NoEcho parameter.
    private static final String HIDDEN = "****";

    /// Shorter values are in many names.
    private static final int VALUE_LENGTH_MIN = 3;

    /// Empty when the resource failed for another reason.
    static Optional<TakenName> of(
            StackEvent failure, Stack stack, CloudFormationClient cloudFormation) {
        if (!failure.resourceStatusReason().contains("already exists")) {
            return Optional.empty();
        }
        return name(failure)
                .map(name ->
                        new TakenName(
                                name,
                                owner(name, cloudFormation)
                                        .filter(owner -> !owner.equals(stack.stackName())),
                                parametersIn(name, stack)));
    }

    private static Optional<String> name(StackEvent failure) {
        String property = NAMED_BY.get(failure.resourceType());
        if (property == null || failure.resourceProperties() == null) {
            return Optional.empty();
        }
        try {
            return JsonMapper.shared()
                    .readTree(failure.resourceProperties())
                    .path(property)
                    .stringValueOpt()
                    .filter(name -> !name.contains(HIDDEN));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    /// The stack that has the name, if it is one's that the caller may see.
    private static Optional<String> owner(String name, CloudFormationClient cloudFormation) {
        try {
            return cloudFormation
                    .describeStackResources(request -> request.physicalResourceId(name))
                    .stackResources()
                    .stream()
                    .findFirst()
                    .map(resource -> resource.stackName());
        } catch (CloudFormationException unknown) {
            return Optional.empty();
        }
    }

    private static List<String> parametersIn(String name, Stack stack) {
        return stack.parameters().stream()
                .filter(parameter -> parameter.parameterValue().length() >= VALUE_LENGTH_MIN)
                .filter(parameter -> name.contains(parameter.parameterValue()))
                .map(Parameter::parameterKey)
                .toList();
    }

    /// What to do next.
    String advice(Stack ended) {
        String whose =
                owner.map(stack -> "The name " + name + " is taken by the stack " + stack + ".")
                        .orElse(
                                "The name "
                                        + name
                                        + " is taken, and by no stack: it was made by hand, or kept"
                                        + " when its stack was deleted.");
        String first =
                ended.stackStatus() == StackStatus.ROLLBACK_COMPLETE
                        ? " Run `hydrant delete --stack " + ended.stackName() + "` first, then"
                        : " Then";
        return whose
                + (parameters.isEmpty()
                        ? first + " deploy it with another name in the template."
                        : first
                                + " deploy it with a name of its own:"
                                + String.join(
                                        "",
                                        parameters.stream()
                                                .map(key -> " -p " + key + "=…")
                                                .toList()));
    }
}
