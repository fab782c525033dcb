package io.hydrant.server.cloudformation;

import io.hydrant.aws.query.Parameters;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the members of a request and gathers what is against the model, to be refused together.
final class Request {
    private static final int REPORTED_MAX = 10;
    private static final Pattern STACK_NAME =
            Pattern.compile("[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*");
    private static final Pattern CHANGE_SET_NAME =
            Pattern.compile("[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/]*");
    private static final Pattern TOKEN = Pattern.compile("[a-zA-Z0-9][-a-zA-Z0-9]*");
    private static final int NAME_MAX = 128;
    private static final int ARN_MAX = 1600;

    /// How much of a value a refusal repeats, in characters. AWS repeats all of it.
    private static final int SHOWN_MAX = 65_536;

    private static final int NEXT_TOKEN_MAX = 1024;
    private static final int BODY_BYTES_MAX = 51_200;

    private final Parameters parameters;
    private final List<String> violations = new ArrayList<>();

    Request(Parameters parameters) {
        this.parameters = parameters;
    }

    Parameters parameters() {
        return parameters;
    }

    Optional<String> text(String member) {
        return parameters.get(member);
    }

    /// Empty when it is missing, which is then refused by [#check].
    String required(String member) {
        Optional<String> value = parameters.get(member);
        if (value.isEmpty()) {
            violations.add(
                    "Value null at '"
                            + wireName(member)
                            + "' failed to satisfy constraint: Member must not be null");
        }
        return value.orElse("");
    }

    /// A name or id of a stack that has to be given.
    String stackName() {
        String name = required("StackName");
        if (parameters.get("StackName").isPresent()) {
            checkPattern("StackName", name, STACK_NAME);
            int max = name.startsWith("arn:") ? ARN_MAX : NAME_MAX;
            checkLength("StackName", name, 1, max);
        }
        return name;
    }

    String changeSetName() {
        String name = required("ChangeSetName");
        if (parameters.get("ChangeSetName").isPresent()) {
            checkPattern("ChangeSetName", name, CHANGE_SET_NAME);
            int max = name.startsWith("arn:") ? ARN_MAX : NAME_MAX;
            checkLength("ChangeSetName", name, 1, max);
        }
        return name;
    }

    Optional<String> token() {
        Optional<String> token = parameters.get("ClientRequestToken");
        token.ifPresent(text -> {
            checkPattern("ClientRequestToken", text, TOKEN);
            checkLength("ClientRequestToken", text, 1, NAME_MAX);
        });
        return token;
    }

    /// Checks how long the NextToken is; what it says is [NextToken]'s.
    void checkNextToken() {
        parameters
                .get("NextToken")
                .ifPresent(token -> checkLength("NextToken", token, 1, NEXT_TOKEN_MAX));
    }

    Optional<String> templateBody() {
        Optional<String> body = parameters.get("TemplateBody");
        body.ifPresent(text -> {
            if (text.isEmpty()) {
                violate("TemplateBody", text, "Member must have length greater than or equal to 1");
            }
            if (text.getBytes(StandardCharsets.UTF_8).length > BODY_BYTES_MAX) {
                violate(
                        "TemplateBody",
                        text,
                        "Member must have length less than or equal to " + BODY_BYTES_MAX);
            }
        });
        return body;
    }

    boolean truth(String member) {
        return parameters.get(member).map(text -> text.equalsIgnoreCase("true")).orElse(false);
    }

    <E extends Enum<E>> Optional<E> oneOf(String member, Class<E> type) {
        Optional<String> text = parameters.get(member);
        Optional<E> value =
                text.flatMap(name ->
                        Arrays.stream(type.getEnumConstants())
                                .filter(constant -> constant.name().equals(name))
                                .findFirst());
        if (text.isPresent() && value.isEmpty()) {
            violate(member, text.get(), "Member must satisfy enum value set: " + names(type));
        }
        return value;
    }

    /// Those of a list; all when it is empty or missing.
    <E extends Enum<E>> Set<E> someOf(String member, Class<E> type) {
        List<String> given = list(member);
        Set<E> values = EnumSet.noneOf(type);
        for (E constant : type.getEnumConstants()) {
            if (given.isEmpty() || given.contains(constant.name())) {
                values.add(constant);
            }
        }
        return values;
    }

    private static <E extends Enum<E>> List<String> names(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    }

    Optional<Integer> number(String member) {
        Function<String, Integer> parse =
                text -> {
                    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1) {
                        violate(member, text, "Member must have value greater than or equal to 1");
                        return 1;
                    }
                    return Integer.parseInt(text);
                };
        return parameters.get(member).map(parse);
    }

    List<String> list(String member) {
        return parameters.list(member);
    }

    private void checkPattern(String member, String value, Pattern pattern) {
        if (!pattern.matcher(value).matches()) {
            violate(
                    member,
                    value,
                    "Member must satisfy regular expression pattern: " + pattern.pattern());
        }
    }

    private void checkLength(String member, String value, int min, int max) {
        if (value.length() < min) {
            violate(member, value, "Member must have length greater than or equal to " + min);
        }
        if (value.length() > max) {
            violate(member, value, "Member must have length less than or equal to " + max);
        }
    }

    private void violate(String member, String value, String constraint) {
        violations.add(
                "Value '"
                        + (value.length() > SHOWN_MAX ? value.substring(0, SHOWN_MAX) + "…" : value)
                        + "' at '"
                        + wireName(member)
                        + "' failed to satisfy constraint: "
                        + constraint);
    }

    private static String wireName(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }

    /// @throws io.hydrant.aws.ServiceException when anything that was read is against the model
    Request check() {
        if (!violations.isEmpty()) {
            String errors = violations.size() == 1 ? " validation error" : " validation errors";
            throw CloudFormationError.VALIDATION.because(
                    "%s",
                    violations.size()
                            + errors
                            + " detected: "
                            + String.join(
                                    "; ",
                                    violations.subList(
                                            0, Math.min(REPORTED_MAX, violations.size()))));
        }
        return this;
    }
}
