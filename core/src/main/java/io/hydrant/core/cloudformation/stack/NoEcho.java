package io.hydrant.core.cloudformation.stack;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.template.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The values of NoEcho parameters, which no reason and no refusal tells: `****` stands for them.
/// Values of fewer than four characters are in many words, and are left.
public record NoEcho(List<String> values) {
    private static final int LENGTH_MIN = 4;

    public NoEcho {
        values = List.copyOf(values);
    }

    /// Of all that a stack was, is or is to be.
    public static NoEcho of(Collection<StackSettings> settings) {
        return new NoEcho(
                settings.stream()
                        .flatMap(NoEcho::values)
                        .filter(value -> value.length() >= LENGTH_MIN)
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList());
    }

    /// Lists are told element by element.
    private static Stream<String> values(StackSettings settings) {
        return Stream.of(settings.parameters(), settings.source().resolved())
                .flatMap(values -> values.entrySet().stream())
                .filter(parameter -> settings.hidden().contains(parameter.getKey()))
                .flatMap(parameter ->
                        Stream.concat(
                                Stream.of(parameter.getValue()),
                                Arrays.stream(parameter.getValue().split(",", -1))
                                        .map(String::strip)));
    }

    String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, Parameter.MASK);
        }
        return masked;
    }

    /// The refusal as it may be told.
    public ServiceException mask(ServiceException refusal) {
        return new ServiceException(
                refusal.status(),
                refusal.code(),
                mask(refusal.text()),
                refusal.details(),
                refusal.headers());
    }
}
