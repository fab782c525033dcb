package io.hydrant.core.kms;

import io.hydrant.core.iam.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A symmetric key as it was at one moment; never changes.
///
/// `policy` is its key policy as it is kept, with the unique ids of principals. `materials` are
/// what has encrypted under it, the newest, which encrypts now, last; each can still decrypt.
/// `deletion` is when it is deleted, if that is decided.
public record KmsKey(
        String id,
        String description,
        Owner owner,
        State state,
        Instant created,
        Optional<Instant> deletion,
        Optional<Rotation> rotation,
        String policy,
        List<Tag> tags,
        List<Material> materials) {
    public KmsKey {
        tags = List.copyOf(tags);
        materials = List.copyOf(materials);
    }

    /// Whose it is: `AWS` is a service's own, made when it is first used.
    public enum Owner {
        CUSTOMER,
        AWS
    }

    public enum State {
        ENABLED("Enabled"),
        DISABLED("Disabled"),
        PENDING_DELETION("PendingDeletion");

        private final String wireName;

        State(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    /// New material comes every so many days, at `next` the next time.
    public record Rotation(int periodDays, Instant next) {}

    /// What encrypts: 256 bits, wrapped by the master key, in base 64. The id is 64 hexadecimal
    /// digits.
    public record Material(String id, String wrapped) {}

    /// Whether its day has come: then it is gone, whether or not anybody has removed it yet.
    boolean isOver(Instant now) {
        return deletion.isPresent() && !deletion.get().isAfter(now);
    }

    KmsKey in(State other, Optional<Instant> otherDeletion) {
        return new KmsKey(
                id,
                description,
                owner,
                other,
                created,
                otherDeletion,
                rotation,
                policy,
                tags,
                materials);
    }

    KmsKey described(String other) {
        return new KmsKey(
                id, other, owner, state, created, deletion, rotation, policy, tags, materials);
    }

    KmsKey rotating(Optional<Rotation> other) {
        return new KmsKey(
                id, description, owner, state, created, deletion, other, policy, tags, materials);
    }

    KmsKey withPolicy(String other) {
        return new KmsKey(
                id, description, owner, state, created, deletion, rotation, other, tags, materials);
    }

    KmsKey tagged(List<Tag> others) {
        return new KmsKey(
                id,
                description,
                owner,
                state,
                created,
                deletion,
                rotation,
                policy,
                others,
                materials);
    }

    KmsKey with(Material newest) {
        List<Material> more = new ArrayList<>(materials);
        more.add(newest);
        return new KmsKey(
                id, description, owner, state, created, deletion, rotation, policy, tags, more);
    }
}
