package io.hydrant.core.cloudformation.stack;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.hydrant.core.cloudformation.resource.StackTag;
import io.hydrant.core.cloudformation.template.Parameter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What a stack was asked to be. Its document in the catalog is flat: it has the members of
/// `source` and `safety` as its own.
public record StackSettings(
        @JsonUnwrapped Source source,
        List<String> capabilities,
        List<StackTag> tags,
        List<String> notificationArns,
        Optional<String> roleArn,
        @JsonUnwrapped Safety safety) {
    /// What the stack's resources come from. `parameters` are in the template's order, defaults
    /// included; `hidden` names those that are not to be shown. `resolved` has the values of those
    /// that name what is kept elsewhere; documents of earlier versions have none.
    public record Source(
            String templateBody,
            Optional<String> description,
            Map<String, String> parameters,
            Set<String> hidden,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> resolved) {
        public Source {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
            hidden = Set.copyOf(hidden);
            resolved = Map.copyOf(Objects.requireNonNullElse(resolved, Map.of()));
        }
    }

    /// What becomes of a creation that fails or takes too long, and whether the stack may be
    /// deleted.
    public record Safety(
            OnFailure onFailure,
            Optional<Integer> timeoutInMinutes,
            boolean terminationProtection) {}

    public StackSettings {
        capabilities = List.copyOf(capabilities);
        tags = List.copyOf(tags);
        notificationArns = List.copyOf(notificationArns);
    }

    /// Parameters as they may be shown.
    public Map<String, String> shownParameters() {
        return shown(parameters());
    }

    /// Values of parameters that are kept elsewhere, as they may be shown.
    public Map<String, String> shownResolved() {
        return shown(source.resolved());
    }

    private Map<String, String> shown(Map<String, String> values) {
        Map<String, String> shown = new LinkedHashMap<>(values);
        shown.replaceAll((name, value) -> hidden().contains(name) ? Parameter.MASK : value);
        return shown;
    }

    /// What each parameter comes to.
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>(parameters());
        values.putAll(source.resolved());
        return values;
    }

    public StackSettings withProtection(boolean on) {
        return with(new Safety(onFailure(), timeoutInMinutes(), on));
    }

    public StackSettings withOnFailure(OnFailure choice) {
        return with(new Safety(choice, timeoutInMinutes(), terminationProtection()));
    }

    private StackSettings with(Safety changed) {
        return new StackSettings(source, capabilities, tags, notificationArns, roleArn, changed);
    }

    public String templateBody() {
        return source.templateBody();
    }

    public Optional<String> description() {
        return source.description();
    }

    public Map<String, String> parameters() {
        return source.parameters();
    }

    public Set<String> hidden() {
        return source.hidden();
    }

    public OnFailure onFailure() {
        return safety.onFailure();
    }

    public Optional<Integer> timeoutInMinutes() {
        return safety.timeoutInMinutes();
    }

    public boolean terminationProtection() {
        return safety.terminationProtection();
    }
}
