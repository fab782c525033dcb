package io.hydrant.core.kms;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.Optional;

/// The other names of keys. Those that services make for themselves nobody else makes, moves or
/// removes. Safe for use from many threads.
public final class KeyAliases {
    /// How many aliases a key may have.
    public static final int ALIASES_MAX = 50;

    private final KmsStore store;
    private final KeyNames names;
    private final InstantSource clock;

    KeyAliases(KmsStore store, KeyNames names, InstantSource clock) {
        this.store = store;
        this.names = names;
        this.clock = clock;
    }

    /// In order of their names.
    public NavigableMap<String, KeyAlias> all() {
        return store.aliases();
    }

    public Optional<KeyAlias> find(String name) {
        return store.alias(name);
    }

    /// @throws ServiceException AlreadyExistsException, InvalidAliasNameException,
    ///   LimitExceededException, KMSInvalidStateException
    public KeyAlias create(String name, KmsKey target, String mark) throws IOException {
        return store.change(() -> {
            KmsKey key = names.key(target.id());
            requireOwn(name);
            if (store.alias(name).isPresent()) {
                throw KmsError.ALREADY_EXISTS.because(
                        "An alias with the name %s already exists", names.arn(name));
            }
            requireRoom(key);
            KeyAlias alias = new KeyAlias(name, key.id(), now(), now(), mark);
            store.write(new KmsStore.Rows().put(alias));
            return alias;
        });
    }

    private void requireRoom(KmsKey key) {
        names.requireNotLeaving(key);
        long has =
                store.aliases().values().stream()
                        .filter(alias -> alias.keyId().equals(key.id()))
                        .count();
        if (has >= ALIASES_MAX) {
            throw KmsError.LIMIT_EXCEEDED.because("A key has at most %d aliases.", ALIASES_MAX);
        }
    }

    private static void requireOwn(String name) {
        boolean isName =
                name.startsWith(KeyAlias.PREFIX)
                        && name.length() > KeyAlias.PREFIX.length()
                        && !name.contains(":");
        if (!isName) {
            throw KmsError.VALIDATION.because("Invalid identifier");
        }
        if (name.startsWith(KeyAlias.SERVICES)) {
            throw KmsError.INVALID_ALIAS_NAME.because("");
        }
    }

    /// @throws ServiceException NotFoundException, KMSInvalidStateException
    public void update(String name, KmsKey target) throws IOException {
        store.change(() -> {
            requireOwn(name);
            KeyAlias known = names.alias(name);
            KmsKey key = names.key(target.id());
            if (!known.keyId().equals(key.id())) {
                requireRoom(key);
            }
            KeyAlias changed = new KeyAlias(name, key.id(), known.created(), now(), known.mark());
            store.write(new KmsStore.Rows().put(changed));
            return changed;
        });
    }

    /// @throws ServiceException NotFoundException
    public void delete(String name) throws IOException {
        store.change(() -> {
            requireOwn(name);
            KeyAlias known = names.alias(name);
            store.write(new KmsStore.Rows().remove(known));
            return known;
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
