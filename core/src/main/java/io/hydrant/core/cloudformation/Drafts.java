package io.hydrant.core.cloudformation;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.plan.Draft;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.resource.StackTag;
import io.hydrant.core.cloudformation.stack.Instances;
import io.hydrant.core.cloudformation.stack.NoEcho;
import io.hydrant.core.cloudformation.stack.Stack;
import io.hydrant.core.cloudformation.stack.StackId;
import io.hydrant.core.cloudformation.stack.StackSettings;
import io.hydrant.core.cloudformation.template.Capabilities;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Parameter;
import io.hydrant.core.cloudformation.template.ParameterValues;
import io.hydrant.core.cloudformation.template.Template;
import io.hydrant.core.cloudformation.template.TemplateInstance;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks what callers want stacks to be, in CloudFormation's order: the template's text, its
/// parameters, its references, the capabilities.
final class Drafts {
    private static final int TAGS_MAX = 50;

    private final Templates templates;
    private final Instances instances;
    private final ResolvedParameters stored;

    Drafts(Templates templates, Instances instances, ResolvedParameters stored) {
        this.templates = templates;
        this.instances = instances;
        this.stored = stored;
    }

    /// Of a stack that is not there yet.
    Draft ofNew(StackRequest request, Actor actor, String id) throws IOException {
        Template template = templates.read(request.template(), actor);
        Map<String, String> given = new LinkedHashMap<>();
        for (ParameterInput parameter : request.parameters()) {
            if (parameter.usePrevious()) {
                throw noPrevious(parameter);
            }
            parameter.value().ifPresent(value -> given.put(parameter.name(), value));
        }
        StackSettings settings =
                new StackSettings(
                        source(template, given, Map.of(), actor),
                        request.capabilities(),
                        request.tags().orElse(List.of()),
                        request.notificationArns().orElse(List.of()),
                        request.roleArn(),
                        new StackSettings.Safety(
                                request.onFailure(),
                                request.timeoutInMinutes(),
                                request.terminationProtection()));
        return checked(request, template, settings, id);
    }

    /// Of a stack that is there: what the request leaves out stays as it is.
    Draft ofUpdate(StackRequest request, Actor actor, Stack stack) throws IOException {
        Template template = updatedTemplate(request, actor, stack);
        Map<String, String> given = new LinkedHashMap<>();
        for (ParameterInput parameter : request.parameters()) {
            given(parameter, stack).ifPresent(value -> given.put(parameter.name(), value));
        }
        StackSettings before = stack.settings();
        StackSettings settings =
                new StackSettings(
                        source(template, given, before.parameters(), actor),
                        request.capabilities(),
                        request.tags().orElse(before.tags()),
                        request.notificationArns().orElse(before.notificationArns()),
                        request.roleArn().or(before::roleArn),
                        before.safety());
        return checked(request, template, settings, stack.id());
    }

    /// Of settings that have been checked before.
    Draft of(StackSettings settings, Stack stack) {
        Template template = templates.read(settings.templateBody());
        return new Draft(settings, instances.of(template, settings, stack.id(), stack.name()));
    }

    private Template updatedTemplate(StackRequest request, Actor actor, Stack stack)
            throws IOException {
        if (!request.usePreviousTemplate()) {
            return templates.read(request.template(), actor);
        }
        if (request.template().isGiven()) {
            throw CloudFormationError.VALIDATION.because(
                    "You cannot specify both usePreviousTemplate and Template Body/Template URL.");
        }
        return templates.read(stack.settings().templateBody());
    }

    private static Optional<String> given(ParameterInput parameter, Stack stack) {
        if (!parameter.usePrevious()) {
            return parameter.value();
        }
        if (parameter.value().filter(value -> !value.isEmpty()).isPresent()) {
            throw CloudFormationError.VALIDATION.because(
                    "Invalid input for parameter key %s. Cannot specify usePreviousValue as true"
                            + " and non empty value for a parameter",
                    parameter.name());
        }
        String previous = stack.settings().parameters().get(parameter.name());
        if (previous == null) {
            throw noPrevious(parameter);
        }
        return Optional.of(previous);
    }

    private static RuntimeException noPrevious(ParameterInput parameter) {
        return CloudFormationError.VALIDATION.because(
                "Invalid input for parameter key %s. Cannot specify usePreviousValue as true for a"
                        + " parameter key not in the previous template.",
                parameter.name());
    }

    private StackSettings.Source source(
            Template template, Map<String, String> given, Map<String, String> previous, Actor actor)
            throws IOException {
        Collection<Parameter> parameters = template.parameters().values();
        Map<String, String> texts = ParameterValues.of(parameters, given, previous).texts();
        return new StackSettings.Source(
                template.body(),
                template.description(),
                texts,
                parameters.stream()
                        .filter(Parameter::noEcho)
                        .map(Parameter::name)
                        .collect(Collectors.toSet()),
                stored.of(parameters, texts, actor));
    }

    private Draft checked(
            StackRequest request, Template template, StackSettings settings, String id) {
        Draft draft = new Draft(settings, instance(request, template, settings, id));
        checkTypes(request, template);
        checkTags(settings.tags());
        Capabilities.of(template).check(request.capabilities());
        return draft;
    }

    private TemplateInstance instance(
            StackRequest request, Template template, StackSettings settings, String id) {
        try {
            String name = stackName(request, id);
            TemplateInstance instance = instances.of(template, settings, id, name);
            instance.checkRules();
            instance.checkLookups();
            return instance;
        } catch (ServiceException refusal) {
            throw NoEcho.of(List.of(settings)).mask(refusal);
        }
    }

    /// Requests may name a stack by its id.
    private static String stackName(StackRequest request, String id) {
        return request.stackName().equals(id) ? StackId.name(id) : request.stackName();
    }

    private static void checkTypes(StackRequest request, Template template) {
        List<String> allowed = request.resourceTypes();
        if (allowed.isEmpty()) {
            return;
        }
        for (String type : template.resourceTypes()) {
            boolean matches =
                    allowed.stream()
                            .anyMatch(pattern ->
                                    pattern.equals(type)
                                            || (pattern.endsWith("*")
                                                    && type.startsWith(
                                                            pattern.substring(
                                                                    0, pattern.length() - 1))));
            if (!matches) {
                throw CloudFormationError.VALIDATION.because(
                        "Resource type %s is not allowed by parameter ResourceTypes [%s]",
                        type, String.join(", ", allowed));
            }
        }
    }

    private static void checkTags(List<StackTag> tags) {
        if (tags.size() > TAGS_MAX) {
            throw CloudFormationError.VALIDATION.because(
                    "A stack can have at most %d tags", TAGS_MAX);
        }
        Set<String> keys = new HashSet<>();
        for (StackTag tag : tags) {
            if (tag.key().startsWith("aws:")) {
                throw CloudFormationError.VALIDATION.because(
                        "aws: prefixed tag key names are not allowed for external use.");
            }
            if (!keys.add(tag.key())) {
                throw CloudFormationError.VALIDATION.because("Duplicate tag key %s", tag.key());
            }
        }
    }
}
