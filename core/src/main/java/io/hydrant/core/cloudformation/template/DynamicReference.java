package io.hydrant.core.cloudformation.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `{{resolve:service:…}}` in a text, for a value that is kept elsewhere. Hydrant does not resolve
/// them, and a reference must not become the value itself.
final class DynamicReference {
    private static final String START = "{{resolve:";

    /// From [#START] on, as far as it is shown.
    private static final Pattern SHOWN =
            Pattern.compile("\\{\\{resolve:([^:{}]{0,40})[^{}]{0,200}");

    private DynamicReference() {}

    /// @throws io.hydrant.aws.ServiceException when there is one anywhere in the text
    static void refuse(String text) {
        int start = text.indexOf(START);
        if (start < 0) {
            return;
        }
        Matcher found = SHOWN.matcher(text).region(start, text.length());
        boolean shown = found.lookingAt();
        String service = shown ? found.group(1) : "";
        throw CloudFormationError.VALIDATION.because(
                "Template error: Hydrant %s the dynamic reference %s}}",
                service.equals("secretsmanager")
                        ? "has no secrets manager for"
                        : "does not resolve",
                shown ? found.group() : START);
    }

    /// @throws io.hydrant.aws.ServiceException when there is one in any text of the value
    static void refuse(Value value) {
        switch (value) {
            case Value.Text text -> refuse(text.text());
            case Value.Items list -> list.items().forEach(DynamicReference::refuse);
            case Value.Fields map ->
                    map.fields()
                            .forEach((name, field) -> {
                                refuse(name);
                                refuse(field);
                            });
            case Value.Null nothing -> {}
            case Value.Omitted omitted -> {}
            case Value.Unknown unknown -> {}
        }
    }
}
