package io.hydrant.core.cloudformation;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.resource.Authority;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Parameter;
import io.hydrant.core.cloudformation.template.ParameterType;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.ssm.ParameterKind;
import io.hydrant.core.ssm.ParameterReference;
import io.hydrant.core.ssm.ParameterStore;
import io.hydrant.core.ssm.ParameterVersion;
import io.hydrant.core.ssm.SsmParameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What parameters of stacks come to that name parameters of Systems Manager. They are read with
/// the permissions of whoever asks for the stack, whenever it is asked for.
record ResolvedParameters(ParameterStore store, Authority authority) {
    /// The parameters that cannot be read, by what is wrong with them.
    private record Problems(
            List<String> missing, List<String> unsupported, List<String> incompatible) {
        void refuse() {
            if (!missing.isEmpty()) {
                throw CloudFormationError.VALIDATION.because(
                        "Unable to fetch parameters [%s] from parameter store for this account.",
                        String.join(",", missing));
            }
            if (!unsupported.isEmpty()) {
                throw CloudFormationError.VALIDATION.because(
                        "Parameters [%s] referenced by template have types not supported by"
                                + " CloudFormation.",
                        String.join(",", unsupported));
            }
            if (!incompatible.isEmpty()) {
                throw CloudFormationError.VALIDATION.because(
                        "Types for SSM parameters [%s] defined in CFN template and SSM are"
                                + " incompatible",
                        String.join(",", incompatible));
            }
        }
    }

    /// The values of those parameters whose type says that they are kept elsewhere.
    ///
    /// @param texts what the template's parameters are
    /// @throws ServiceException when one is not there, or not of the type
    Map<String, String> of(Collection<Parameter> declared, Map<String, String> texts, Actor actor)
            throws IOException {
        Map<String, String> resolved = new LinkedHashMap<>();
        Problems problems = new Problems(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (Parameter parameter : declared) {
            ParameterType type = parameter.type();
            String text = texts.getOrDefault(parameter.name(), "");
            if (type.isStoredValue() || type.isStoredName()) {
                requireName(parameter, text);
                Optional<ParameterVersion> found = found(text, actor);
                if (type.isStoredName()) {
                    requireThere(parameter, text, found);
                } else {
                    value(text, type, found, problems)
                            .ifPresent(value -> resolved.put(parameter.name(), value));
                }
            }
        }
        problems.refuse();
        return resolved;
    }

    private static void requireName(Parameter parameter, String text) {
        if (text.isBlank()) {
            throw CloudFormationError.VALIDATION.because(
                    "Parameter %s should either have input value or default value",
                    parameter.name());
        }
    }

    private static void requireThere(
            Parameter parameter, String text, Optional<ParameterVersion> found) {
        if (found.isEmpty()) {
            throw CloudFormationError.VALIDATION.because(
                    "Parameter validation failed: parameter value %s for parameter name %s does"
                            + " not exist.",
                    text, parameter.name());
        }
    }

    /// Labels are not for templates, as in AWS.
    private Optional<ParameterVersion> found(String text, Actor actor) throws IOException {
        ParameterReference reference = store.reference(text);
        RequestKeys keys = store.find(reference).map(SsmParameter::keys).orElse(RequestKeys.NONE);
        String resource = reference.arn(store.names());
        Optional<String> denial = authority.denial(actor, "ssm:GetParameters", resource, keys);
        if (denial.isPresent()) {
            throw CloudFormationError.VALIDATION.because("%s", denial.get());
        }
        return reference.isOfLabel() ? Optional.empty() : store.look(reference);
    }

    private static Optional<String> value(
            String text, ParameterType type, Optional<ParameterVersion> found, Problems problems) {
        if (found.isEmpty()) {
            problems.missing().add(text);
            return Optional.empty();
        }
        ParameterVersion version = found.get();
        boolean isList = version.kind() == ParameterKind.STRING_LIST;
        if (version.isSecure()) {
            problems.unsupported().add(text);
        } else if (isList != type.isList()) {
            problems.incompatible().add(text);
        }
        return Optional.of(isList ? trimmed(version.value()) : version.value());
    }

    private static String trimmed(String list) {
        return Arrays.stream(list.split(",", -1))
                .map(String::strip)
                .collect(Collectors.joining(","));
    }
}
