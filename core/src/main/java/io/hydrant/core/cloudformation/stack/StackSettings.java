package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.cloudformation.resource.Tag;
import io.hydrant.core.cloudformation.template.Parameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a stack was asked to be. `parameters` are in the template's order, defaults included;
/// `hidden` names those that are not to be shown.
public record StackSettings(
        String templateBody,
        Optional<String> description,
        Map<String, String> parameters,
        Set<String> hidden,
        List<String> capabilities,
        List<Tag> tags,
        List<String> notificationArns,
        Optional<String> roleArn,
        OnFailure onFailure,
        Optional<Integer> timeoutInMinutes,
        boolean terminationProtection) {
    public StackSettings {
        parameters = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        hidden = Set.copyOf(hidden);
        capabilities = List.copyOf(capabilities);
        tags = List.copyOf(tags);
        notificationArns = List.copyOf(notificationArns);
    }

    /// Parameters as they may be shown.
    public Map<String, String> shownParameters() {
        Map<String, String> shown = new LinkedHashMap<>(parameters);
        shown.replaceAll((name, value) -> hidden.contains(name) ? Parameter.MASK : value);
        return shown;
    }

    public StackSettings withProtection(boolean on) {
        return new StackSettings(
                templateBody,
                description,
                parameters,
                hidden,
                capabilities,
                tags,
                notificationArns,
                roleArn,
                onFailure,
                timeoutInMinutes,
                on);
    }

    public StackSettings withOnFailure(OnFailure choice) {
        return new StackSettings(
                templateBody,
                description,
                parameters,
                hidden,
                capabilities,
                tags,
                notificationArns,
                roleArn,
                choice,
                timeoutInMinutes,
                terminationProtection);
    }
}
