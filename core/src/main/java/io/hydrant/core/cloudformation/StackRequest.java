package io.hydrant.core.cloudformation;

import io.hydrant.core.cloudformation.resource.StackTag;
import io.hydrant.core.cloudformation.stack.OnFailure;
import java.util.List;
import java.util.Optional;

/// What a caller wants a stack to be: the members that CreateStack, UpdateStack and CreateChangeSet
/// share. What is empty keeps its default, or its value when the stack is there already.
public record StackRequest(
        String stackName,
        TemplateSource template,
        boolean usePreviousTemplate,
        List<ParameterInput> parameters,
        List<String> capabilities,
        Optional<List<StackTag>> tags,
        Optional<List<String>> notificationArns,
        Optional<String> roleArn,
        List<String> resourceTypes,
        OnFailure onFailure,
        boolean disableRollback,
        Optional<Integer> timeoutInMinutes,
        boolean terminationProtection,
        Optional<String> token) {
    public StackRequest {
        parameters = List.copyOf(parameters);
        capabilities = List.copyOf(capabilities);
        resourceTypes = List.copyOf(resourceTypes);
    }
}
