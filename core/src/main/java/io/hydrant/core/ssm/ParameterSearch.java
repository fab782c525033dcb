package io.hydrant.core.ssm;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks through all parameters in order of their names, for some at a time.
public final class ParameterSearch {
    /// How many rows are read at once.
    private static final int BATCH = 100;

    /// A parameter and the version of it that was looked for.
    public record Hit(SsmParameter parameter, ParameterVersion version) {}

    /// Some of what was looked for.
    ///
    /// @param last behind which the next page begins; empty when this is the last
    public record Page(List<Hit> hits, Optional<String> last) {
        public Page {
            hits = List.copyOf(hits);
        }
    }

    private final ParameterStore store;

    public ParameterSearch(ParameterStore store) {
        this.store = store;
    }

    /// All that the filters let through.
    ///
    /// @throws ServiceException when a filter is none
    public Page all(List<ParameterFilter> filters, String after, int max) throws IOException {
        ParameterFilter.checkForAll(filters);
        return page("", "/", true, filters, after, max);
    }

    /// Those under a path.
    ///
    /// @throws ServiceException when the path or a filter is none
    public Page under(
            String path, boolean isRecursive, List<ParameterFilter> filters, String after, int max)
            throws IOException {
        String prefix = ParameterNames.path(path);
        ParameterFilter.checkForPath(filters);
        return page(prefix.equals("/") ? "" : prefix, prefix, isRecursive, filters, after, max);
    }

    /// @param prefix which all the names have
    private Page page(
            String prefix,
            String path,
            boolean isRecursive,
            List<ParameterFilter> filters,
            String after,
            int max)
            throws IOException {
        List<Hit> hits = new ArrayList<>();
        String last = after.compareTo(prefix) > 0 ? after : prefix;
        while (true) {
            List<SsmParameter> batch = store.after(last, BATCH);
            for (SsmParameter parameter : batch) {
                if (!parameter.name().startsWith(prefix)) {
                    return new Page(hits, Optional.empty());
                }
                Optional<Hit> hit =
                        ParameterFilter.isUnder(parameter.name(), path, isRecursive)
                                ? hit(parameter, filters)
                                : Optional.empty();
                if (hit.isPresent() && hits.size() == max) {
                    return new Page(hits, Optional.of(hits.getLast().parameter().name()));
                }
                hit.ifPresent(hits::add);
                last = parameter.name();
            }
            if (batch.size() < BATCH) {
                return new Page(hits, Optional.empty());
            }
        }
    }

    /// The newest version that all filters let through; older ones count where labels are looked
    /// for.
    private Optional<Hit> hit(SsmParameter parameter, List<ParameterFilter> filters)
            throws IOException {
        boolean isOfLabels = filters.stream().anyMatch(ParameterFilter::isOfLabels);
        List<ParameterVersion> versions =
                isOfLabels
                        ? store.versions(parameter.name()).reversed()
                        : List.of(parameter.latest());
        return versions.stream()
                .filter(version ->
                        filters.stream().allMatch(filter -> filter.accepts(parameter, version)))
                .findFirst()
                .map(version -> new Hit(parameter, version));
    }
}
