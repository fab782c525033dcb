package io.hydrant.core.ssm;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.kms.Kms;
import io.hydrant.core.kms.KmsCaller;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// The parameters of one account and region. Nothing of them is kept in memory: every question is
/// one to the database. Every change is durable when it returns, and refused with a
/// [ServiceException] of [SsmError]. Safe for use from many threads.
public final class ParameterStore {
    /// How many versions of a parameter are kept.
    private static final int VERSIONS_MAX = 100;

    /// How often a change is tried that others come before.
    private static final int TRIES = 10;

    private final Database catalog;
    private final Supplier<Kms> kms;
    private final ParameterNames names;
    private final InstantSource clock;
    private final RandomGenerator random;

    /// @param kms which is there when it is first asked for
    public ParameterStore(
            Database catalog,
            Supplier<Kms> kms,
            String region,
            String account,
            InstantSource clock,
            RandomGenerator random) {
        this.catalog = catalog;
        this.kms = kms;
        this.names = new ParameterNames(region, account);
        this.clock = clock;
        this.random = random;
    }

    public ParameterNames names() {
        return names;
    }

    public ParameterReference reference(String given) {
        return ParameterReference.parse(given, names);
    }

    /// Tells a parameter from all others.
    public String newMark() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    private SecureValues secure() {
        return new SecureValues(kms, names);
    }

    /// @throws ServiceException ParameterAlreadyExists
    public ParameterVersion create(ParameterDraft draft, String mark, KmsCaller caller)
            throws IOException {
        return put(
                draft,
                mark,
                caller,
                found -> {
                    if (found.isPresent()) {
                        throw SsmError.PARAMETER_ALREADY_EXISTS.because(
                                "The parameter already exists. To overwrite this value, set the"
                                        + " overwrite option in the request to true.");
                    }
                });
    }

    /// A new version of a parameter, or a new parameter.
    public ParameterVersion createOrReplace(ParameterDraft draft, KmsCaller caller)
            throws IOException {
        return put(draft, newMark(), caller, found -> {});
    }

    /// A new version of a parameter that is there.
    ///
    /// @param mark that it must have, if one is given
    /// @throws ServiceException ParameterNotFound
    public ParameterVersion replace(ParameterDraft draft, Optional<String> mark, KmsCaller caller)
            throws IOException {
        return put(
                draft,
                newMark(),
                caller,
                found -> {
                    if (found.filter(standing -> has(standing, mark)).isEmpty()) {
                        throw SsmError.noParameter(draft.name());
                    }
                });
    }

    private static boolean has(SsmParameter parameter, Optional<String> mark) {
        return mark.isEmpty() || mark.get().equals(parameter.mark());
    }

    /// Whether a change is to be made of what is there.
    private interface Admission {
        void check(Optional<SsmParameter> found);
    }

    /// Keys are asked for outside of the database, so it is looked again whether another came
    /// before.
    private ParameterVersion put(
            ParameterDraft draft, String mark, KmsCaller caller, Admission admission)
            throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Optional<SsmParameter> found = find(draft.name());
            admission.check(found);
            ParameterVersion clear =
                    ParameterRules.next(
                            draft,
                            found.map(SsmParameter::latest),
                            now(),
                            caller.principal().arn());
            ParameterVersion next = clear.isSecure() ? secure().sealed(clear, caller) : clear;
            boolean isDone =
                    catalog.write(connection -> write(connection, found, next, mark, draft.tags()));
            if (isDone) {
                return next;
            }
        }
        throw SsmError.TOO_MANY_UPDATES.because(
                "There are concurrent updates for a resource that supports one update at a time.");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static boolean write(
            Connection connection,
            Optional<SsmParameter> before,
            ParameterVersion next,
            String mark,
            Map<String, String> tags)
            throws SQLException {
        Optional<SsmParameter> now = ParameterRows.parameter(connection, next.name());
        if (!identity(now).equals(identity(before))) {
            return false;
        }
        checkCount(connection, before, next.tier());
        if (before.isEmpty()) {
            ParameterRows.insert(connection, next, mark, checkedTags(tags));
        } else {
            makeRoom(connection, next.name());
            ParameterRows.append(connection, next);
        }
        return true;
    }

    private static String identity(Optional<SsmParameter> parameter) {
        return parameter.map(found -> found.mark() + "/" + found.latest().version()).orElse("");
    }

    private static void checkCount(
            Connection connection, Optional<SsmParameter> before, ParameterTier tier)
            throws SQLException {
        boolean isOneMore = before.map(found -> found.latest().tier() != tier).orElse(true);
        if (isOneMore && ParameterRows.count(connection, tier) >= tier.countMax()) {
            throw SsmError.PARAMETER_LIMIT_EXCEEDED.because(
                    "You have exceeded the number of parameters for this AWS account. Delete one"
                            + " or more parameters and try again.");
        }
    }

    /// The oldest version goes when there are too many, unless it has a label.
    private static void makeRoom(Connection connection, String name) throws SQLException {
        List<ParameterVersion> versions = ParameterRows.versions(connection, name);
        if (versions.size() < VERSIONS_MAX) {
            return;
        }
        ParameterVersion oldest = versions.getFirst();
        if (!oldest.labels().isEmpty()) {
            throw SsmError.PARAMETER_MAX_VERSION_LIMIT_EXCEEDED.because(
                    "You attempted to create a new version of %s by calling the PutParameter API"
                            + " with the overwrite flag. Version %d, the oldest version, can't be"
                            + " deleted because it has a label associated with it. Move the label"
                            + " to another version of the parameter, and try again.",
                    name, oldest.version());
        }
        ParameterRows.remove(connection, oldest);
    }

    public Optional<SsmParameter> find(String name) throws IOException {
        return catalog.read(connection -> ParameterRows.parameter(connection, name));
    }

    /// The parameter that is meant, whichever version.
    public Optional<SsmParameter> find(ParameterReference reference) throws IOException {
        for (String name : reference.names()) {
            Optional<SsmParameter> found = find(name);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The version that is meant, as it is kept.
    ///
    /// @throws ServiceException ParameterNotFound, ParameterVersionNotFound
    public ParameterVersion get(ParameterReference reference) throws IOException {
        SsmParameter parameter =
                find(reference).orElseThrow(() -> SsmError.noParameter(reference.given()));
        return version(parameter, reference)
                .orElseThrow(() -> {
                    String kind = reference.isOfLabel() ? "label" : "version";
                    return SsmError.PARAMETER_VERSION_NOT_FOUND.because(
                            "Systems Manager could not find %s %s of %s. Verify the %s and try"
                                    + " again.",
                            kind, reference.selector().orElse(""), parameter.name(), kind);
                });
    }

    /// The same, of what may not be there.
    public Optional<ParameterVersion> look(ParameterReference reference) throws IOException {
        Optional<SsmParameter> parameter = find(reference);
        return parameter.isPresent() ? version(parameter.get(), reference) : Optional.empty();
    }

    private Optional<ParameterVersion> version(SsmParameter parameter, ParameterReference reference)
            throws IOException {
        if (reference.selector().isEmpty()) {
            return Optional.of(parameter.latest());
        }
        Optional<Long> number = reference.number();
        if (number.isPresent()) {
            return catalog.read(connection ->
                    ParameterRows.version(connection, parameter.name(), number.get()));
        }
        return versions(parameter.name()).stream()
                .filter(version -> version.labels().contains(reference.selector().get()))
                .findFirst();
    }

    /// A version with its value in clear, which of a SecureString takes the caller's permission to
    /// use the key.
    public ParameterVersion inClear(ParameterVersion version, KmsCaller caller) throws IOException {
        return version.isSecure() ? secure().opened(version, caller) : version;
    }

    /// Oldest first; none of a parameter that is not there.
    public List<ParameterVersion> versions(String name) throws IOException {
        return catalog.read(connection -> ParameterRows.versions(connection, name));
    }

    /// Some parameters in order of their names.
    List<SsmParameter> after(String name, int max) throws IOException {
        return catalog.read(connection -> ParameterRows.parameters(connection, name, max));
    }

    /// @throws ServiceException ParameterNotFound
    public void delete(String name) throws IOException {
        if (!delete(name, Optional.empty())) {
            throw SsmError.noParameter(name);
        }
    }

    /// @param mark that it must have, if one is given
    /// @return whether there was one
    public boolean delete(String name, Optional<String> mark) throws IOException {
        return catalog.write(connection -> ParameterRows.delete(connection, name, mark)) > 0;
    }

    /// A key that is there gets the new value.
    ///
    /// @throws ServiceException InvalidResourceId, TooManyTagsError
    public void tag(String name, Map<String, String> more) throws IOException {
        changeTags(
                name,
                tags -> {
                    tags.putAll(more);
                    return checkedTags(tags);
                });
    }

    /// @throws ServiceException InvalidResourceId
    public void untag(String name, Collection<String> keys) throws IOException {
        changeTags(
                name,
                tags -> {
                    tags.keySet().removeAll(keys);
                    return tags;
                });
    }

    private void changeTags(String name, UnaryOperator<Map<String, String>> change)
            throws IOException {
        catalog.write(connection -> {
            SsmParameter parameter =
                    ParameterRows.parameter(connection, name)
                            .orElseThrow(ParameterStore::noResource);
            ParameterRows.tag(connection, name, change.apply(new TreeMap<>(parameter.tags())));
            return parameter;
        });
    }

    /// What is said where AWS speaks of resources rather than parameters.
    public static ServiceException noResource() {
        return SsmError.INVALID_RESOURCE_ID.because(
                "The resource ID isn't valid. Verify that you entered the correct ID and try"
                        + " again.");
    }

    private static Map<String, String> checkedTags(Map<String, String> tags) {
        if (tags.size() > SsmParameter.TAGS_MAX) {
            throw SsmError.TOO_MANY_TAGS.because(
                    "The Targets parameter includes too many tags. A parameter may have %d.",
                    SsmParameter.TAGS_MAX);
        }
        for (String key : tags.keySet()) {
            if (key.regionMatches(true, 0, "aws:", 0, 4)) {
                throw SsmError.VALIDATION.because("Tag keys can't begin with aws:.");
            }
        }
        return tags;
    }

    /// Changes the labels of a parameter's versions in one step.
    <T> T relabel(String name, LabelChange<T> change) throws IOException {
        return catalog.write(connection -> {
            List<ParameterVersion> versions = ParameterRows.versions(connection, name);
            if (versions.isEmpty()) {
                throw SsmError.noParameter(name);
            }
            return change.make(versions, version -> ParameterRows.update(connection, version));
        });
    }

    /// Keeps a version with other labels.
    interface LabelWriter {
        void write(ParameterVersion version) throws SQLException;
    }

    /// What becomes of the labels of all versions, oldest first.
    interface LabelChange<T> {
        T make(List<ParameterVersion> versions, LabelWriter writer) throws SQLException;
    }
}
