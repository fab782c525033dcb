package io.hydrant.aws.sigv4;

import io.hydrant.aws.PercentEncoding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The parameters of a query string in the order they came, each as sent and decoded.
record QueryString(List<Parameter> parameters) {

    record Parameter(String rawName, String rawValue) {
        String name() {
            return PercentEncoding.decodeForm(rawName);
        }

        String value() {
            return PercentEncoding.decodeForm(rawValue);
        }

        private Parameter respelt() {
            return new Parameter(
                    PercentEncoding.respellForm(rawName), PercentEncoding.respellForm(rawValue));
        }
    }

    QueryString {
        parameters = List.copyOf(parameters);
    }

    static QueryString parse(String rawQuery) {
        List<Parameter> parameters = new ArrayList<>();
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                parameters.add(
                        equals < 0
                                ? new Parameter(pair, "")
                                : new Parameter(
                                        pair.substring(0, equals), pair.substring(equals + 1)));
            }
        }
        return new QueryString(parameters);
    }

    /// The first of that name, decoded. Names are compared with their case.
    Optional<String> get(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .map(Parameter::value);
    }

    /// The first of that name in any case, decoded.
    Optional<String> getIgnoringCase(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equalsIgnoreCase(name))
                .findFirst()
                .map(Parameter::value);
    }

    /// Those whose lower-case name begins with `prefix`.
    List<Parameter> startingWith(String prefix) {
        return parameters.stream()
                .filter(parameter -> parameter.name().toLowerCase(Locale.ROOT).startsWith(prefix))
                .toList();
    }

    /// As signed: without the signature itself, sorted by encoded name, then value; a name alone
    /// signs as `name=`. `asSent` keeps the sender's own spelling in place of the usual one.
    String canonical(boolean asSent) {
        return parameters.stream()
                .filter(parameter -> !parameter.name().equals("X-Amz-Signature"))
                .map(parameter -> asSent ? parameter : parameter.respelt())
                .sorted(Comparator.comparing(Parameter::rawName).thenComparing(Parameter::rawValue))
                .map(parameter -> parameter.rawName() + "=" + parameter.rawValue())
                .collect(Collectors.joining("&"));
    }
}
