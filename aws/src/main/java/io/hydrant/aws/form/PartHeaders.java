package io.hydrant.aws.form;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the head of a form's part says: the field's name, and the file's when it names one.
record PartHeaders(String name, Optional<String> fileName) {
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([A-Za-z*-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^;\"\\s]*))");

    /// Reads `Content-Disposition: form-data; name="…"; filename="…"`; of another kind of part the
    /// name is empty.
    static PartHeaders parse(String headers) {
        String disposition =
                Arrays.stream(headers.split("\r\n", -1))
                        .filter(line ->
                                line.toLowerCase(Locale.ROOT).startsWith("content-disposition:"))
                        .findFirst()
                        .orElse("");
        Optional<String> name = Optional.empty();
        Optional<String> fileName = Optional.empty();
        Matcher parameter = PARAMETER.matcher(disposition);
        while (parameter.find()) {
            String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
            switch (parameter.group(1).toLowerCase(Locale.ROOT)) {
                case "name" -> name = Optional.of(name.orElse(value));
                case "filename" -> fileName = Optional.of(fileName.orElse(value));
                default -> {}
            }
        }
        return new PartHeaders(name.orElse("").toLowerCase(Locale.ROOT), fileName);
    }
}
