package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Database;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Roles, users and groups with their policies. What it answers is durable; reading costs no query.
/// Safe for use from many threads. Managed policies are in [ManagedPolicies], users' keys in
/// [AccessKeys], who is in which group in [Groups].
public final class Iam {
    public static final int ATTACHED_MAX = 10;

    /// What a role, user or group begins with. `role` is there for roles only.
    public record NewIdentity(
            Identity.Kind kind,
            String name,
            String path,
            Optional<String> permissionsBoundary,
            List<Tag> tags,
            Optional<Identity.RoleSettings> role) {
        public NewIdentity {
            tags = List.copyOf(tags);
        }
    }

    final IamStore store;
    final UniqueIds ids;
    private final String account;
    private final InstantSource clock;

    final IamChanges changes;

    private final ManagedPolicies managed;
    private final StoredPrincipals principals = new StoredPrincipals(this);

    public Iam(Database catalog, String account, InstantSource clock, RandomGenerator random)
            throws IOException {
        this.changes = new IamChanges(catalog);
        this.store = changes.store();
        this.account = account;
        this.clock = clock;
        this.ids = new UniqueIds(account, random);
        this.managed = new ManagedPolicies(this);
    }

    public String account() {
        return account;
    }

    public ManagedPolicies managedPolicies() {
        return managed;
    }

    /// @throws ServiceException when the name is taken or a document is malformed
    public Identity create(NewIdentity draft) throws IOException {
        return create(draft, newId(draft.kind()));
    }

    /// A unique id for one that is to be: no other has it.
    public String newId(Identity.Kind kind) {
        return ids.principal(kind.idPrefix());
    }

    /// With a unique id from [#newId], so that the caller knows this very identity again.
    ///
    /// @throws ServiceException when the name is taken or a document is malformed
    public Identity create(NewIdentity draft, String id) throws IOException {
        draft.role().ifPresent(role -> PolicyValidation.trustPolicy(role.trustPolicy()));
        draft.permissionsBoundary().ifPresent(this::managedDocument);
        Tag.check(draft.tags());
        return changes.make(() -> {
            String word = draft.kind().title();
            if (find(draft.kind(), draft.name()).isPresent()) {
                throw IamError.ENTITY_ALREADY_EXISTS.because(
                        "%s with name %s already exists.", word, draft.name());
            }
            Identity identity =
                    Identity.of(
                            new Identity.Naming(
                                    draft.kind(), draft.name(), draft.path(), id, now()),
                            draft.permissionsBoundary(),
                            draft.tags(),
                            draft.role().map(this::withStoredPrincipals));
            store.identities(draft.kind()).put(draft.name(), identity);
            return identity;
        });
    }

    /// A role with the usual settings.
    public Identity createRole(
            String name,
            String path,
            String trustPolicy,
            Optional<String> description,
            int maxSessionSeconds,
            Optional<String> boundary,
            List<Tag> tags)
            throws IOException {
        return create(
                new NewIdentity(
                        Identity.Kind.ROLE,
                        name,
                        path,
                        boundary,
                        tags,
                        Optional.of(
                                new Identity.RoleSettings(
                                        trustPolicy, description, maxSessionSeconds))));
    }

    public Optional<Identity> find(Identity.Kind kind, String name) {
        return store.identities(kind).getOrLook(name);
    }

    /// @throws ServiceException NoSuchEntity
    public Identity get(Identity.Kind kind, String name) {
        return find(kind, name)
                .orElseThrow(() ->
                        IamError.NO_SUCH_ENTITY.because(
                                "The %s with name %s cannot be found.", kind.word(), name));
    }

    /// In order of their names.
    public Collection<Identity> all(Identity.Kind kind) {
        return store.identities(kind).all();
    }

    /// @throws ServiceException when it still has policies or keys
    public void delete(Identity.Kind kind, String name) throws IOException {
        changes.carryOut(() -> {
            deleteNow(get(kind, name));
        });
    }

    /// Deletes the identity of this name if its unique id is this one: another that has the name by
    /// now is left alone.
    ///
    /// @throws ServiceException when it still has policies or keys
    public void delete(Identity.Kind kind, String name, String id) throws IOException {
        changes.carryOut(() -> {
            Optional<Identity> identity = find(kind, name).filter(found -> found.id().equals(id));
            if (identity.isPresent()) {
                deleteNow(identity.get());
            }
        });
    }

    private void deleteNow(Identity identity) throws IOException {
        switch (identity.kind()) {
            case USER -> {
                AccessKeys.refuseUnlessNone(this, identity);
                Groups.refuseUnlessOut(identity);
            }
            case GROUP -> Groups.refuseUnlessEmpty(this, identity);
            case ROLE -> {}
        }
        if (!identity.attachedPolicyArns().isEmpty()) {
            throw IamError.DELETE_CONFLICT.because(
                    "Cannot delete entity, must detach all policies first.");
        }
        if (!identity.inlinePolicies().isEmpty()) {
            throw IamError.DELETE_CONFLICT.because(
                    "Cannot delete entity, must delete policies first.");
        }
        store.identities(identity.kind()).remove(identity.name());
    }

    public void putInlinePolicy(Identity.Kind kind, String name, String policyName, String document)
            throws IOException {
        PolicyValidation.identityPolicy(document);
        change(kind, name, identity -> notTooLong(identity.withInlinePolicy(policyName, document)));
    }

    /// On behalf of `maker`, which goes down with the policy: over its own, or where there is none.
    ///
    /// @throws ServiceException EntityAlreadyExists when somebody else put one of that name
    public void putInlinePolicy(
            Identity.Kind kind, String name, String policyName, String document, String maker)
            throws IOException {
        PolicyValidation.identityPolicy(document);
        change(
                kind,
                name,
                identity -> {
                    boolean taken =
                            identity.inlinePolicies().containsKey(policyName)
                                    && !identity.maker(policyName).equals(Optional.of(maker));
                    if (taken) {
                        throw IamError.ENTITY_ALREADY_EXISTS.because(
                                "The %s policy with name %s already exists on %s %s.",
                                kind.word(), policyName, kind.word(), name);
                    }
                    return notTooLong(identity.withInlinePolicy(policyName, document, maker));
                });
    }

    private static Identity notTooLong(Identity changed) {
        Identity.Kind kind = changed.kind();
        long characters =
                changed.inlinePolicies().values().stream()
                        .mapToLong(PolicyValidation::characters)
                        .sum();
        if (characters > kind.inlineCharactersMax()) {
            throw IamError.LIMIT_EXCEEDED.because(
                    "Maximum policy size of %d bytes exceeded for %s %s",
                    kind.inlineCharactersMax(), kind.word(), changed.name());
        }
        return changed;
    }

    /// @throws ServiceException NoSuchEntity
    public String inlinePolicy(Identity.Kind kind, String name, String policyName) {
        String document = get(kind, name).inlinePolicies().get(policyName);
        if (document == null) {
            throw noSuchInlinePolicy(kind, policyName);
        }
        return document;
    }

    public void deleteInlinePolicy(Identity.Kind kind, String name, String policyName)
            throws IOException {
        change(
                kind,
                name,
                identity -> {
                    if (!identity.inlinePolicies().containsKey(policyName)) {
                        throw noSuchInlinePolicy(kind, policyName);
                    }
                    return identity.withoutInlinePolicy(policyName);
                });
    }

    /// Deletes an inline policy if it is still the one that was put on behalf of `maker`.
    public void deleteInlinePolicy(Identity.Kind kind, String name, String policyName, String maker)
            throws IOException {
        change(
                kind,
                name,
                identity ->
                        identity.maker(policyName).equals(Optional.of(maker))
                                ? identity.withoutInlinePolicy(policyName)
                                : identity);
    }

    /// Attaching what is attached changes nothing.
    public void attach(Identity.Kind kind, String name, String policyArn) throws IOException {
        managedDocument(policyArn);
        change(
                kind,
                name,
                identity -> {
                    List<String> arns = new ArrayList<>(identity.attachedPolicyArns());
                    if (arns.contains(policyArn)) {
                        return identity;
                    }
                    if (arns.size() >= ATTACHED_MAX) {
                        throw IamError.LIMIT_EXCEEDED.because(
                                "Cannot exceed quota for PoliciesPer%s: %d",
                                kind.title(), ATTACHED_MAX);
                    }
                    arns.add(policyArn);
                    return identity.withAttached(arns);
                });
    }

    public void detach(Identity.Kind kind, String name, String policyArn) throws IOException {
        change(
                kind,
                name,
                identity -> {
                    List<String> arns = new ArrayList<>(identity.attachedPolicyArns());
                    if (!arns.remove(policyArn)) {
                        throw IamError.NO_SUCH_ENTITY.because(
                                "Policy %s was not found.", policyArn);
                    }
                    return identity.withAttached(arns);
                });
    }

    public void setBoundary(Identity.Kind kind, String name, Optional<String> policyArn)
            throws IOException {
        policyArn.ifPresent(this::managedDocument);
        change(kind, name, identity -> identity.withBoundary(policyArn));
    }

    public void updateTrustPolicy(String roleName, String document) throws IOException {
        PolicyValidation.trustPolicy(document);
        change(
                Identity.Kind.ROLE,
                roleName,
                role ->
                        role.withRole(
                                withStoredPrincipals(role.roleSettings().withTrust(document))));
    }

    /// A role's trust policy as its author wrote it: with the ARNs of principals that are there.
    public String trustPolicy(Identity role) {
        return principals.shown(role.roleSettings().trustPolicy());
    }

    /// The text to keep of a policy for this bucket.
    ///
    /// @throws ServiceException MalformedPolicy
    public String bucketPolicy(String document, String bucket) {
        BucketPolicyValidation.check(document, bucket);
        return principals.stored(document, BucketPolicyValidation::malformed);
    }

    /// A bucket's policy as its author wrote it, from the text that is kept.
    public String shownBucketPolicy(String stored) {
        return principals.shown(stored);
    }

    /// The text of a resource's policy that is only imagined, with the unique ids of those who are
    /// there.
    String imaginedResourcePolicy(String document) {
        return principals.imagined(document);
    }

    /// Whether a bucket's policy, as it is kept, opens the bucket to everybody.
    public boolean isPublic(String bucketPolicy) {
        return PublicPolicy.is(parsed(bucketPolicy));
    }

    /// The text to keep of a bucket's policy from before principals were identities.
    public String adoptedBucketPolicy(String document) {
        return principals.adopted(document);
    }

    /// Gives the trust policies from before principals were identities their unique ids. To be
    /// called once, before anyone can ask for anything; it finds nothing to do the next time.
    public void adoptTrustPolicies() throws IOException {
        for (Identity role : all(Identity.Kind.ROLE)) {
            String adopted = principals.adopted(role.roleSettings().trustPolicy());
            change(
                    Identity.Kind.ROLE,
                    role.name(),
                    same -> same.withRole(same.roleSettings().withTrust(adopted)));
        }
    }

    /// The role or user that has this unique id.
    Optional<Identity> withId(String id) {
        return store.roles
                .first(role -> role.id().equals(id))
                .or(() -> store.users.first(user -> user.id().equals(id)));
    }

    private Identity.RoleSettings withStoredPrincipals(Identity.RoleSettings role) {
        return role.withTrust(principals.stored(role.trustPolicy(), PolicyValidation::malformed));
    }

    /// What is empty stays as it is.
    public void updateRole(
            String roleName, Optional<String> description, Optional<Integer> maxSessionSeconds)
            throws IOException {
        change(
                Identity.Kind.ROLE,
                roleName,
                role -> {
                    Identity.RoleSettings old = role.roleSettings();
                    return role.withRole(
                            new Identity.RoleSettings(
                                    old.trustPolicy(),
                                    description
                                            .or(old::description)
                                            .filter(text -> !text.isEmpty()),
                                    maxSessionSeconds.orElse(old.maxSessionSeconds())));
                });
    }

    /// A key that is there gets the new value.
    public void tag(Identity.Kind kind, String name, List<Tag> more) throws IOException {
        change(kind, name, identity -> identity.withTags(Tag.merged(identity.tags(), more)));
    }

    public void untag(Identity.Kind kind, String name, List<String> keys) throws IOException {
        change(kind, name, identity -> identity.withTags(Tag.without(identity.tags(), keys)));
    }

    /// The document that counts for a managed policy's ARN, one of this account's or of AWS's own.
    ///
    /// @throws ServiceException when there is none
    public String managedDocument(String policyArn) {
        if (!policyArn.matches("arn:[a-z-]+:iam::(\\d{12}|aws):policy/.+")) {
            throw IamError.VALIDATION_ERROR.because("Invalid ARN:  Could not be parsed!");
        }
        return managed.find(policyArn)
                .map(policy -> policy.defaultVersion().document())
                .orElseThrow(() ->
                        IamError.NO_SUCH_ENTITY.because(
                                "Policy %s does not exist or is not attachable.", policyArn));
    }

    Principal.User user(Identity user) {
        return new Principal.User(account, user.path(), user.name(), user.id());
    }

    Principal.RoleSession session(Identity role, String sessionName, List<String> policies) {
        return new Principal.RoleSession(
                account, role.path(), role.name(), role.id(), sessionName, policies);
    }

    PolicyDocument parsed(String document) {
        return store.parsed(document);
    }

    /// AWS keeps seconds.
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private void change(Identity.Kind kind, String name, UnaryOperator<Identity> change)
            throws IOException {
        changes.carryOut(() -> {
            Identity identity = get(kind, name);
            Identity changed = change.apply(identity);
            if (!changed.equals(identity)) {
                store.identities(kind).put(name, changed);
            }
        });
    }

    private static ServiceException noSuchInlinePolicy(Identity.Kind kind, String policyName) {
        return IamError.NO_SUCH_ENTITY.because(
                "The %s policy with name %s cannot be found.", kind.word(), policyName);
    }
}
