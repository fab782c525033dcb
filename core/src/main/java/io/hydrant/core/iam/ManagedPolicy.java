package io.hydrant.core.iam;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A policy with an ARN of its own, attached to any number of identities. Its newest version is the
/// last; the default one is what counts. Never changes; every update makes another.
public record ManagedPolicy(
        String arn,
        String name,
        String path,
        String id,
        Optional<String> description,
        Instant created,
        Instant updated,
        List<Version> versions,
        String defaultVersionId,
        int versionsMade,
        List<Tag> tags) {
    public static final int VERSIONS_MAX = 5;

    /// `id` is `v1`, `v2` …; a number is never used again.
    public record Version(String id, String document, Instant created) {}

    public ManagedPolicy {
        versions = List.copyOf(versions);
        tags = List.copyOf(tags);
    }

    public Version defaultVersion() {
        return version(defaultVersionId).orElseThrow(() -> new IllegalStateException(arn));
    }

    public Optional<Version> version(String versionId) {
        return versions.stream().filter(version -> version.id().equals(versionId)).findFirst();
    }

    ManagedPolicy withVersion(String document, boolean asDefault, Instant now) {
        Version version = new Version("v" + (versionsMade + 1), document, now);
        List<Version> more = new ArrayList<>(versions);
        more.add(version);
        return new ManagedPolicy(
                arn,
                name,
                path,
                id,
                description,
                created,
                now,
                more,
                asDefault ? version.id() : defaultVersionId,
                versionsMade + 1,
                tags);
    }

    ManagedPolicy withoutVersion(String versionId) {
        List<Version> fewer =
                versions.stream().filter(version -> !version.id().equals(versionId)).toList();
        return new ManagedPolicy(
                arn,
                name,
                path,
                id,
                description,
                created,
                updated,
                fewer,
                defaultVersionId,
                versionsMade,
                tags);
    }

    ManagedPolicy withDefault(String versionId, Instant now) {
        return new ManagedPolicy(
                arn,
                name,
                path,
                id,
                description,
                created,
                now,
                versions,
                versionId,
                versionsMade,
                tags);
    }

    ManagedPolicy withTags(List<Tag> changed) {
        return new ManagedPolicy(
                arn,
                name,
                path,
                id,
                description,
                created,
                updated,
                versions,
                defaultVersionId,
                versionsMade,
                changed);
    }
}
