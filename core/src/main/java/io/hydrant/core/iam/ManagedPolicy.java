package io.hydrant.core.iam;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A policy with an ARN of its own, attached to any number of identities. Never changes; every
/// update makes another. Its document in the catalog is flat: it has the members of `naming` and
/// `history` as its own.
public record ManagedPolicy(
        @JsonUnwrapped Naming naming, @JsonUnwrapped History history, List<Tag> tags) {
    public static final int VERSIONS_MAX = 5;

    /// What it is called, and since when. Its `id` is never another's.
    public record Naming(
            String arn,
            String name,
            String path,
            String id,
            Optional<String> description,
            Instant created) {}

    /// What it says and has said. The newest version is the last; the default one is what counts.
    public record History(
            List<Version> versions, String defaultVersionId, int versionsMade, Instant updated) {
        public History {
            versions = List.copyOf(versions);
        }

        private History with(String document, boolean asDefault, Instant now) {
            Version version = new Version("v" + (versionsMade + 1), document, now);
            List<Version> more = new ArrayList<>(versions);
            more.add(version);
            String counts = asDefault ? version.id() : defaultVersionId;
            return new History(more, counts, versionsMade + 1, now);
        }

        private History without(String versionId) {
            return new History(
                    versions.stream().filter(version -> !version.id().equals(versionId)).toList(),
                    defaultVersionId,
                    versionsMade,
                    updated);
        }
    }

    /// `id` is `v1`, `v2` …; a number is never used again.
    public record Version(String id, String document, Instant created) {}

    public ManagedPolicy {
        tags = List.copyOf(tags);
    }

    /// One with a single version.
    static ManagedPolicy of(Naming naming, String document, List<Tag> tags) {
        Instant now = naming.created();
        History first = new History(List.of(), "v1", 0, now).with(document, true, now);
        return new ManagedPolicy(naming, first, tags);
    }

    public Version defaultVersion() {
        return version(defaultVersionId()).orElseThrow(() -> new IllegalStateException(arn()));
    }

    public Optional<Version> version(String versionId) {
        return versions().stream().filter(version -> version.id().equals(versionId)).findFirst();
    }

    ManagedPolicy withVersion(String document, boolean asDefault, Instant now) {
        return with(history.with(document, asDefault, now));
    }

    ManagedPolicy withoutVersion(String versionId) {
        return with(history.without(versionId));
    }

    ManagedPolicy withDefault(String versionId, Instant now) {
        return with(new History(versions(), versionId, history.versionsMade(), now));
    }

    private ManagedPolicy with(History changed) {
        return new ManagedPolicy(naming, changed, tags);
    }

    ManagedPolicy withTags(List<Tag> changed) {
        return new ManagedPolicy(naming, history, changed);
    }

    public String arn() {
        return naming.arn();
    }

    public String name() {
        return naming.name();
    }

    public String path() {
        return naming.path();
    }

    public String id() {
        return naming.id();
    }

    public Optional<String> description() {
        return naming.description();
    }

    public Instant created() {
        return naming.created();
    }

    public Instant updated() {
        return history.updated();
    }

    public List<Version> versions() {
        return history.versions();
    }

    public String defaultVersionId() {
        return history.defaultVersionId();
    }
}
