package io.hydrant.core.kms;

import io.hydrant.aws.RandomUuid;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import io.hydrant.core.crypto.KeyWrap;
import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.KeyPolicies;
import io.hydrant.core.iam.Tag;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// The keys and aliases of one account and region. What it answers is durable. Who may do what is
/// asked beforehand, of [#permissions]. Safe for use from many threads.
public final class Kms {
    /// A key that is to be made. `policy` is as its author wrote it.
    public record NewKey(String description, Optional<String> policy, List<Tag> tags) {
        public NewKey {
            tags = List.copyOf(tags);
        }
    }

    /// How many tags a key may have.
    public static final int TAGS_MAX = 50;

    /// How many keys an account may have.
    public static final int KEYS_MAX = 100_000;

    /// How many bytes a key policy may have.
    private static final int POLICY_BYTES_MAX = 32 * 1024;

    private final KmsStore store;
    private final KeyNames names;
    private final KeyPermissions permissions;
    private final KeyPolicies policies;
    private final KeyMaterials materials;
    private final KeyUses uses;
    private final KeyAliases aliases;
    private final InstantSource clock;
    private final RandomGenerator random;

    public Kms(
            Database catalog,
            Iam iam,
            Authorization authorizer,
            KeyWrap master,
            String region,
            InstantSource clock,
            RandomGenerator random)
            throws IOException {
        this.store = new KmsStore(catalog);
        this.names = new KeyNames(store, region, iam.account(), clock);
        this.permissions = new KeyPermissions(authorizer, names, store);
        this.policies = new KeyPolicies(iam);
        this.materials = new KeyMaterials(master, random);
        this.uses = new KeyUses(this, materials);
        this.aliases = new KeyAliases(store, names, clock);
        this.clock = clock;
        this.random = random;
    }

    public KeyNames names() {
        return names;
    }

    public KeyPermissions permissions() {
        return permissions;
    }

    /// Their other names.
    public KeyAliases aliases() {
        return aliases;
    }

    /// What keys are for.
    public KeyUses uses() {
        return uses;
    }

    /// A key's policy as its author wrote it.
    public String policy(KmsKey key) {
        return policies.shown(key.policy());
    }

    /// All that there are, in order of their ids.
    public Collection<KmsKey> keys() {
        return store.keys().values().stream()
                .filter(key -> names.existing(key.id()).isPresent())
                .toList();
    }

    public Optional<KmsKey> find(String id) {
        return names.existing(id);
    }

    /// An id that no key has.
    public String newId() {
        return RandomUuid.next(random).toString();
    }

    /// Makes a key.
    ///
    /// @param bypass whether the caller may lock itself out
    /// @throws ServiceException MalformedPolicyDocumentException, LimitExceededException,
    ///   TagException
    public KmsKey create(KmsCaller caller, NewKey wanted, boolean bypass) throws IOException {
        return create(caller, wanted, bypass, newId());
    }

    /// The same with an id of [#newId], by which the caller knows it again.
    public KmsKey create(KmsCaller caller, NewKey wanted, boolean bypass, String id)
            throws IOException {
        String policy =
                stored(wanted.policy().orElseGet(() -> DefaultPolicies.ofAccount(names.account())));
        KmsKey key = drafted(id, wanted, KmsKey.Owner.CUSTOMER, policy);
        requireOpen(caller, key, policy, bypass);
        return store.change(() -> {
            if (store.keys().size() >= KEYS_MAX) {
                throw KmsError.LIMIT_EXCEEDED.because(
                        "The account has %d keys, as many as it may have.", KEYS_MAX);
            }
            store.write(new KmsStore.Rows().put(key));
            return key;
        });
    }

    private KmsKey drafted(String id, NewKey wanted, KmsKey.Owner owner, String policy)
            throws IOException {
        return new KmsKey(
                id,
                wanted.description(),
                owner,
                KmsKey.State.ENABLED,
                now(),
                Optional.empty(),
                Optional.empty(),
                policy,
                united(List.of(), wanted.tags()),
                List.of(materials.make(id)));
    }

    private String stored(String policy) {
        if (policy.length() > POLICY_BYTES_MAX) {
            throw KmsError.LIMIT_EXCEEDED.because(
                    "The key policy has more than %d bytes.", POLICY_BYTES_MAX);
        }
        return policies.stored(policy);
    }

    private void requireOpen(KmsCaller caller, KmsKey key, String policy, boolean bypass) {
        if (!bypass && !permissions.staysOpen(caller, key, policy)) {
            throw KmsError.MALFORMED_POLICY_DOCUMENT.because(
                    "The new key policy will not allow you to update the key policy in the"
                            + " future.");
        }
    }

    /// The key that a service uses for whoever names none: `alias/aws/s3`. It is made when it is
    /// first asked for.
    ///
    /// @param service as in the alias
    public KmsKey ofService(String service) throws IOException {
        String name = KeyAlias.SERVICES + service;
        Optional<KmsKey> known = store.alias(name).flatMap(alias -> find(alias.keyId()));
        return known.isPresent() ? known.get() : store.change(() -> makeForService(service, name));
    }

    private KmsKey makeForService(String service, String name) throws IOException {
        Optional<KeyAlias> known = store.alias(name);
        if (known.isPresent()) {
            return names.keyOrAlias(name);
        }
        NewKey wanted =
                new NewKey(DefaultPolicies.description(service), Optional.empty(), List.of());
        KmsKey key =
                drafted(
                        newId(),
                        wanted,
                        KmsKey.Owner.AWS,
                        stored(
                                DefaultPolicies.ofService(
                                        service, names.account(), names.region())));
        store.write(
                new KmsStore.Rows()
                        .put(key)
                        .put(new KeyAlias(name, key.id(), now(), now(), newId())));
        return key;
    }

    /// Changes a key as it is at that moment.
    private KmsKey change(KmsKey known, UnaryOperator<KmsKey> change) throws IOException {
        return store.change(() -> {
            KmsKey changed = change.apply(names.key(known.id()));
            store.write(new KmsStore.Rows().put(changed));
            return changed;
        });
    }

    /// @throws ServiceException KMSInvalidStateException
    public void enable(KmsKey key, boolean isEnabled) throws IOException {
        change(
                key,
                now -> {
                    names.requireNotLeaving(now);
                    return now.in(
                            isEnabled ? KmsKey.State.ENABLED : KmsKey.State.DISABLED,
                            Optional.empty());
                });
    }

    /// @throws ServiceException KMSInvalidStateException
    public void describe(KmsKey key, String description) throws IOException {
        change(
                key,
                now -> {
                    names.requireNotLeaving(now);
                    return now.described(description);
                });
    }

    /// Decides that the key is deleted after so many days.
    ///
    /// @throws ServiceException KMSInvalidStateException
    public KmsKey scheduleDeletion(KmsKey key, int days) throws IOException {
        return change(
                key,
                now -> {
                    names.requireNotLeaving(now);
                    return now.in(
                            KmsKey.State.PENDING_DELETION,
                            Optional.of(now().plus(Duration.ofDays(days))));
                });
    }

    /// The key is disabled then, as in AWS.
    ///
    /// @throws ServiceException KMSInvalidStateException
    public KmsKey cancelDeletion(KmsKey key) throws IOException {
        return change(
                key,
                now -> {
                    if (now.state() != KmsKey.State.PENDING_DELETION) {
                        throw KmsError.INVALID_STATE.because(
                                "%s is not pending deletion.", names.arn(now));
                    }
                    return now.in(KmsKey.State.DISABLED, Optional.empty());
                });
    }

    /// Has new material come every so many days; empty ends that.
    ///
    /// @throws ServiceException DisabledException, KMSInvalidStateException
    public void rotate(KmsKey key, Optional<Integer> periodDays) throws IOException {
        change(
                key,
                now -> {
                    requireUsable(now);
                    return now.rotating(periodDays.map(this::rotation));
                });
    }

    private KmsKey.Rotation rotation(int periodDays) {
        return new KmsKey.Rotation(periodDays, now().plus(Duration.ofDays(periodDays)));
    }

    /// @throws ServiceException DisabledException, KMSInvalidStateException
    void requireUsable(KmsKey key) {
        names.requireNotLeaving(key);
        if (key.state() == KmsKey.State.DISABLED) {
            throw KmsError.DISABLED.because("%s is disabled.", names.arn(key));
        }
    }

    /// @param policy as its author wrote it; the account's default when there is none
    /// @throws ServiceException MalformedPolicyDocumentException
    public void putPolicy(KmsCaller caller, KmsKey key, Optional<String> policy, boolean bypass)
            throws IOException {
        String stored = stored(policy.orElseGet(() -> DefaultPolicies.ofAccount(names.account())));
        requireOpen(caller, key, stored, bypass);
        change(key, now -> now.withPolicy(stored));
    }

    /// @throws ServiceException KMSInvalidStateException, LimitExceededException, TagException
    public void tag(KmsKey key, List<Tag> more) throws IOException {
        change(
                key,
                now -> {
                    names.requireNotLeaving(now);
                    return now.tagged(united(now.tags(), more));
                });
    }

    /// @throws ServiceException KMSInvalidStateException
    public void untag(KmsKey key, Set<String> gone) throws IOException {
        change(
                key,
                now -> {
                    names.requireNotLeaving(now);
                    return now.tagged(
                            now.tags().stream().filter(tag -> !gone.contains(tag.key())).toList());
                });
    }

    private static List<Tag> united(List<Tag> known, List<Tag> more) {
        List<Tag> all = new ArrayList<>(known);
        for (Tag tag : more) {
            if (tag.key().startsWith("aws:")) {
                throw KmsError.TAG.because("Tags that begin with aws: are reserved.");
            }
            all.removeIf(old -> old.key().equals(tag.key()));
            all.add(tag);
        }
        if (all.size() > TAGS_MAX) {
            throw KmsError.LIMIT_EXCEEDED.because("A key has at most %d tags.", TAGS_MAX);
        }
        return all;
    }

    /// Removes what was to be deleted by now, with its aliases, and makes new material where it is
    /// due. To be called now and then.
    public void keepUp() throws IOException {
        Instant now = clock.instant();
        for (KmsKey key : List.copyOf(store.keys().values())) {
            if (key.isOver(now)) {
                store.change(() -> remove(key.id()));
            } else if (isDue(key, now)) {
                store.change(() -> renew(key.id()));
            }
        }
    }

    private static boolean isDue(KmsKey key, Instant now) {
        return key.state() == KmsKey.State.ENABLED
                && key.rotation().isPresent()
                && !key.rotation().get().next().isAfter(now);
    }

    private boolean remove(String id) throws IOException {
        Optional<KmsKey> key = store.key(id).filter(known -> known.isOver(clock.instant()));
        if (key.isEmpty()) {
            return false;
        }
        KmsStore.Rows rows = new KmsStore.Rows().remove(key.get());
        store.aliases().values().stream()
                .filter(alias -> alias.keyId().equals(id))
                .forEach(rows::remove);
        store.write(rows);
        return true;
    }

    private boolean renew(String id) throws IOException {
        Optional<KmsKey> key = store.key(id).filter(known -> isDue(known, clock.instant()));
        if (key.isEmpty()) {
            return false;
        }
        int period = key.get().rotation().orElseThrow().periodDays();
        store.write(
                new KmsStore.Rows()
                        .put(
                                key.get()
                                        .with(materials.make(id))
                                        .rotating(Optional.of(rotation(period)))));
        return true;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
