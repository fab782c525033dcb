package io.hydrant.core.ssm;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The labels of parameters' versions. A label is on one version of a parameter at a time.
public final class ParameterLabels {
    private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z_.\\-][a-zA-Z0-9_.\\-]*");

    /// What became of some labels.
    ///
    /// @param done those that were put on the version, or taken off it
    /// @param invalid those that were not
    public record Outcome(long version, List<String> done, List<String> invalid) {
        public Outcome {
            done = List.copyOf(done);
            invalid = List.copyOf(invalid);
        }
    }

    private final ParameterStore store;

    public ParameterLabels(ParameterStore store) {
        this.store = store;
    }

    /// Puts labels on a version, the newest if none is named, and off the others.
    ///
    /// @throws ServiceException ParameterNotFound, ParameterVersionNotFound,
    ///   ParameterVersionLabelLimitExceeded
    public Outcome put(String name, Optional<Long> number, List<String> labels) throws IOException {
        List<String> valid = labels.stream().filter(ParameterLabels::isValid).distinct().toList();
        List<String> invalid = labels.stream().filter(label -> !isValid(label)).toList();
        return store.relabel(
                name,
                (versions, writer) -> {
                    ParameterVersion target = version(versions, name, number);
                    move(versions, target, valid, writer);
                    return new Outcome(target.version(), valid, invalid);
                });
    }

    private static boolean isValid(String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        return CHARACTERS.matcher(label).matches()
                && !lower.startsWith("aws")
                && !lower.startsWith("ssm");
    }

    private static ParameterVersion version(
            List<ParameterVersion> versions, String name, Optional<Long> number) {
        if (number.isEmpty()) {
            return versions.getLast();
        }
        return versions.stream()
                .filter(version -> version.version() == number.get())
                .findFirst()
                .orElseThrow(() ->
                        SsmError.PARAMETER_VERSION_NOT_FOUND.because(
                                "Systems Manager could not find version %d of %s. Verify the"
                                        + " version and try again.",
                                number.get(), name));
    }

    private static void move(
            List<ParameterVersion> versions,
            ParameterVersion target,
            List<String> labels,
            ParameterStore.LabelWriter writer)
            throws SQLException {
        Set<String> all = new LinkedHashSet<>(target.labels());
        all.addAll(labels);
        if (all.size() > ParameterVersion.LABELS_MAX) {
            throw SsmError.PARAMETER_VERSION_LABEL_LIMIT_EXCEEDED.because(
                    "A parameter version can have maximum %d labels. Move one or more labels to"
                            + " another version and try again.",
                    ParameterVersion.LABELS_MAX);
        }
        for (ParameterVersion version : versions) {
            List<String> left = new ArrayList<>(version.labels());
            if (version.version() == target.version()) {
                writer.write(version.labelled(List.copyOf(all)));
            } else if (left.removeAll(labels)) {
                writer.write(version.labelled(left));
            }
        }
    }

    /// Takes labels off a version.
    ///
    /// @throws ServiceException ParameterNotFound, ParameterVersionNotFound
    public Outcome remove(String name, long number, List<String> labels) throws IOException {
        return store.relabel(
                name,
                (versions, writer) -> {
                    ParameterVersion target = version(versions, name, Optional.of(number));
                    List<String> gone =
                            labels.stream().filter(target.labels()::contains).distinct().toList();
                    List<String> left = new ArrayList<>(target.labels());
                    left.removeAll(gone);
                    writer.write(target.labelled(left));
                    return new Outcome(
                            number,
                            gone,
                            labels.stream().filter(label -> !gone.contains(label)).toList());
                });
    }
}
