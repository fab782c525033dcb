package io.hydrant.core.ssm;

import io.hydrant.aws.ServiceException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/// One of the filters that a listing is asked for with: a parameter must have one of its values.
///
/// @param key `Name`, `Type`, `tag:team` …
/// @param option how values are compared
public record ParameterFilter(String key, Optional<String> option, List<String> values) {
    private static final String TAG = "tag:";

    private static final List<String> OF_ALL =
            List.of("Path", "Name", "Type", "KeyId", "Tier", "DataType");
    private static final List<String> OF_PATH = List.of("Type", "KeyId", "Label");

    public ParameterFilter {
        values = List.copyOf(values);
    }

    /// Those of DescribeParameters.
    ///
    /// @throws ServiceException InvalidFilterKey, InvalidFilterOption, InvalidFilterValue
    public static void checkForAll(List<ParameterFilter> filters) {
        check(filters, OF_ALL, true);
    }

    /// Those of GetParametersByPath.
    ///
    /// @throws ServiceException InvalidFilterKey, InvalidFilterOption, InvalidFilterValue
    public static void checkForPath(List<ParameterFilter> filters) {
        check(filters, OF_PATH, false);
    }

    private static void check(List<ParameterFilter> filters, List<String> keys, boolean tags) {
        Set<String> seen = new HashSet<>();
        for (ParameterFilter filter : filters) {
            boolean isKnown = keys.contains(filter.key) || (tags && filter.isTag());
            if (!isKnown) {
                throw SsmError.INVALID_FILTER_KEY.because(
                        "The following filter key is not valid: %s. Valid filter keys include:"
                                + " [%s].",
                        filter.key, String.join(", ", keys));
            }
            if (!seen.add(filter.key)) {
                throw SsmError.VALIDATION.because(
                        "The following filters are duplicated in the request: %s. A request can"
                                + " contain only one instance of a specific filter.",
                        filter.key);
            }
            filter.check();
        }
    }

    private boolean isTag() {
        return key.startsWith(TAG);
    }

    private void check() {
        List<String> options = options();
        if (option.isPresent() && !options.contains(option.get())) {
            throw SsmError.INVALID_FILTER_OPTION.because(
                    "The following filter option is not valid: %s. Valid options include: [%s].",
                    option.get(), String.join(", ", options));
        }
        if (values.isEmpty() && !isTag()) {
            throw SsmError.INVALID_FILTER_VALUE.because(
                    "The following filter values are missing : null for filter key %s", key);
        }
        if (key.equals("Path")) {
            values.forEach(ParameterNames::path);
        }
        if (key.equals("Type")) {
            checkValues(List.of("SecureString", "StringList", "String"));
        }
        if (key.equals("Tier")) {
            checkValues(List.of("Standard", "Advanced", ParameterTier.INTELLIGENT));
        }
    }

    private List<String> options() {
        return switch (key) {
            case "Path" -> List.of("Recursive", "OneLevel");
            case "Name" -> List.of("BeginsWith", "Equals", "Contains");
            default -> List.of("BeginsWith", "Equals");
        };
    }

    private void checkValues(List<String> valid) {
        for (String value : values) {
            if (option.orElse("Equals").equals("Equals") && !valid.contains(value)) {
                throw SsmError.INVALID_FILTER_OPTION.because(
                        "The following filter value is not valid: %s. Valid values include:"
                                + " [%s].",
                        value, String.join(", ", valid));
            }
        }
    }

    boolean isOfLabels() {
        return key.equals("Label");
    }

    /// Whether it lets a version of a parameter through.
    boolean accepts(SsmParameter parameter, ParameterVersion version) {
        if (isTag()) {
            Optional<String> value =
                    Optional.ofNullable(parameter.tags().get(key.substring(TAG.length())));
            return value.isPresent() && (values.isEmpty() || matches(value.get()));
        }
        return switch (key) {
            case "Name" -> matchesName(version.name());
            case "Type" -> matches(version.kind().wireName());
            case "KeyId" -> version.keyId().filter(this::matches).isPresent();
            case "Path" -> values.stream().anyMatch(path -> isUnder(version.name(), path));
            case "Tier" -> matches(version.tier().wireName());
            case "DataType" -> matches(ParameterVersion.DATA_TYPE);
            case "Label" -> version.labels().stream().anyMatch(this::matches);
            default -> throw new IllegalStateException("No filter " + key);
        };
    }

    /// A name counts with or without the slash in front of it.
    private boolean matchesName(String name) {
        return matches(name) || (name.startsWith("/") && matches(name.substring(1)));
    }

    private boolean matches(String text) {
        BiPredicate<String, String> comparison =
                switch (option.orElse("Equals")) {
                    case "BeginsWith" -> String::startsWith;
                    case "Contains" -> String::contains;
                    default -> String::equals;
                };
        return values.stream().anyMatch(value -> comparison.test(text, value));
    }

    private boolean isUnder(String name, String path) {
        return isUnder(name, ParameterNames.path(path), option.equals(Optional.of("Recursive")));
    }

    /// @param path with a slash at its end
    static boolean isUnder(String name, String path, boolean isRecursive) {
        boolean isRoot = path.equals("/");
        boolean isWithin = isRoot || name.startsWith(path);
        int from = isRoot && !name.startsWith("/") ? 0 : path.length();
        return isWithin && (isRecursive || name.indexOf('/', from) < 0);
    }
}
