package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import java.util.Optional;

/// A key, or one of its versions, that is to be deleted. Without a version id a delete marker is
/// put where versions are kept, else the object is gone; with one, that version is gone for good.
///
/// @param precondition judged against the version that is named, or the latest
public record ObjectDeletion(String key, Optional<String> versionId, Precondition precondition) {

    /// What became of it.
    public sealed interface Outcome {}

    /// Nothing visible for an absent key without versioning.
    public record Deleted(Optional<String> versionId, boolean marker) implements Outcome {}

    public record Refused(ServiceException why) implements Outcome {}
}
