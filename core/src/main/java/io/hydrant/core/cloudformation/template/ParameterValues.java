package io.hydrant.core.cloudformation.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// A value for every parameter of a template, as text, in the template's order.
public record ParameterValues(SequencedMap<String, String> texts) {
    public ParameterValues {
        texts = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(texts));
    }

    /// The given values, and defaults for the others.
    ///
    /// @param previous what the stack has so far, if it is there
    /// @throws io.hydrant.aws.ServiceException when one is missing, unknown or against a constraint
    public static ParameterValues of(
            Collection<Parameter> declared,
            Map<String, String> given,
            Map<String, String> previous) {
        checkKnown(declared, given);
        SequencedMap<String, String> texts = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (Parameter parameter : declared) {
            String text = given.get(parameter.name());
            if (text == null) {
                text = parameter.defaultValue().orElse(null);
            }
            if (text == null) {
                missing.add(parameter.name());
            } else {
                texts.put(parameter.name(), text);
            }
        }
        if (!missing.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Parameters: [%s] must have values", String.join(", ", missing));
        }
        texts.values().forEach(DynamicReference::refuse);
        MatchingEffort effort = new MatchingEffort();
        for (Parameter parameter : declared) {
            String text = texts.getOrDefault(parameter.name(), "");
            parameter.check(text, text.equals(previous.get(parameter.name())), effort);
        }
        return new ParameterValues(texts);
    }

    private static void checkKnown(Collection<Parameter> declared, Map<String, String> given) {
        if (declared.isEmpty() && !given.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Parameter values specified for a template which does not require them.");
        }
        List<String> names = declared.stream().map(Parameter::name).toList();
        List<String> unknown =
                given.keySet().stream().filter(name -> !names.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Parameters: [%s] do not exist in the template", String.join(", ", unknown));
        }
    }

    /// What `Ref` to each of them means. They were checked when the stack was given them.
    Map<String, Value> values(Map<String, Parameter> declared) {
        Map<String, Value> values = new LinkedHashMap<>();
        texts.forEach((name, text) -> {
            Parameter parameter = declared.get(name);
            if (parameter != null) {
                values.put(name, parameter.value(text));
            }
        });
        return values;
    }
}
