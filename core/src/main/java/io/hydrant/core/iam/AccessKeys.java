package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds who signs with a key: the account's root, users, and sessions that STS gave out. Keys of
/// users, and more keys of the root, are made and ended here. Safe for use from many threads.
public final class AccessKeys {
    /// Stands for the root user where a user's name would; no user has it.
    public static final String ROOT = "";

    private static final int PER_USER_MAX = 2;

    private final Iam iam;
    private final AccessKey root;
    private final InstantSource clock;

    public AccessKeys(Iam iam, String rootKeyId, Secret rootSecret, InstantSource clock) {
        this.iam = iam;
        this.clock = clock;
        this.root = AccessKey.longTerm(rootKeyId, rootSecret, new Principal.Root(iam.account()));
    }

    /// The key, also when it has expired (the listener tells the caller so); inactive keys and
    /// those of deleted principals are not found. Only the root's first key holds of itself.
    ///
    /// @throws ServiceException ServiceUnavailable, when it is not known what other nodes have
    ///   revoked
    public Optional<AccessKey> find(String id) {
        if (id.equals(root.id())) {
            return Optional.of(root);
        }
        if (!iam.store.feed().isInTouch()) {
            throw outOfTouch();
        }
        if (id.startsWith("ASIA")) {
            return iam.store
                    .sessions
                    .getOrLook(id)
                    .filter(session -> session.accessKeyId().equals(id))
                    .flatMap(this::ofSession);
        }
        return iam.store
                .keys
                .getOrLook(id)
                .filter(key -> key.active() && key.id().equals(id))
                .flatMap(key ->
                        user(key.userName())
                                .map(principal ->
                                        AccessKey.longTerm(
                                                key.id(), new Secret(key.secret()), principal)));
    }

    private static ServiceException outOfTouch() {
        return new ServiceException(
                503,
                "ServiceUnavailable",
                "The database of identities cannot be reached, so that nobody can say whether this"
                        + " key still holds. Try again later.");
    }

    /// @throws ServiceException when the user has two already
    public UserKey create(String userName) throws IOException {
        return iam.changes.make(() -> {
            String name =
                    userName.equals(ROOT) ? ROOT : iam.get(Identity.Kind.USER, userName).name();
            if (of(userName).size() >= PER_USER_MAX) {
                throw IamError.LIMIT_EXCEEDED.because(
                        "Cannot exceed quota for AccessKeysPerUser: %d", PER_USER_MAX);
            }
            UserKey key =
                    new UserKey(
                            iam.ids.accessKey("AKIA"),
                            iam.ids.secret(),
                            name,
                            true,
                            clock.instant());
            iam.store.keys.put(key.id(), key);
            return key;
        });
    }

    /// Among those of the root is the one that the server was started with.
    public List<UserKey> of(String userName) {
        List<UserKey> keys = new ArrayList<>();
        if (userName.equals(ROOT)) {
            keys.add(new UserKey(root.id(), "", ROOT, true, Instant.EPOCH));
        }
        iam.store.keys.all().stream()
                .filter(key -> key.userName().equalsIgnoreCase(userName))
                .forEach(keys::add);
        return List.copyOf(keys);
    }

    public void setActive(String userName, String id, boolean active) throws IOException {
        requireChangeable(id);
        iam.changes.carryOut(() -> {
            iam.store.keys.put(id, get(userName, id).withActive(active));
        });
    }

    public void delete(String userName, String id) throws IOException {
        requireChangeable(id);
        iam.changes.carryOut(() -> {
            get(userName, id);
            iam.store.keys.remove(id);
        });
    }

    /// @throws ServiceException DeleteConflict while the user has keys
    static void refuseUnlessNone(Iam iam, Identity user) {
        if (iam.store.keys.all().stream().anyMatch(key -> key.userName().equals(user.name()))) {
            throw IamError.DELETE_CONFLICT.because(
                    "Cannot delete entity, must remove referenced objects first.");
        }
    }

    private void requireChangeable(String id) {
        if (id.equals(root.id())) {
            throw IamError.UNMODIFIABLE_ENTITY.because(
                    "The access key %s is the one that Hydrant was started with: change it in the"
                            + " credentials file of the data directory or in the server's settings.",
                    id);
        }
    }

    /// The user a key belongs to, which may be the root.
    public Optional<String> userOf(String id) {
        return id.equals(root.id())
                ? Optional.of(ROOT)
                : iam.store.keys.get(id).map(UserKey::userName);
    }

    private UserKey get(String userName, String id) {
        return of(userName).stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() -> noSuchKey(id));
    }

    public static ServiceException noSuchKey(String id) {
        return IamError.NO_SUCH_ENTITY.because("The Access Key with id %s cannot be found", id);
    }

    private Optional<AccessKey> ofSession(Session session) {
        return principalOf(session)
                .map(principal ->
                        new AccessKey(
                                session.accessKeyId(),
                                new Secret(session.secret()),
                                Optional.of(new Secret(session.token())),
                                Optional.of(session.issued().orElse(Instant.EPOCH)),
                                Optional.of(session.expires()),
                                principal));
    }

    private Optional<Principal> principalOf(Session session) {
        return session.owner().isEmpty()
                ? Optional.of(root.principal())
                : principalOf(session.owner().get());
    }

    /// A user may have another name by now.
    private Optional<Principal> principalOf(Session.Owner owner) {
        return iam.find(owner.kind(), owner.name())
                .filter(identity -> identity.id().equals(owner.id()))
                .or(() -> iam.withId(owner.id()))
                .map(identity ->
                        switch (owner.kind()) {
                            case ROLE ->
                                    iam.session(identity, owner.sessionName(), owner.policies());
                            case USER -> iam.user(identity);
                            case GROUP ->
                                    throw new IllegalStateException("Groups have no sessions");
                        });
    }

    private Optional<Principal> user(String name) {
        return name.equals(ROOT)
                ? Optional.of(root.principal())
                : iam.find(Identity.Kind.USER, name).map(iam::user);
    }
}
