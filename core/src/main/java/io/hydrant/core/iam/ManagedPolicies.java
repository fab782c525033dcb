package io.hydrant.core.iam;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The account's managed policies and their versions. Durable before it answers; safe for use from
/// many threads.
public final class ManagedPolicies {
    private final Iam iam;

    ManagedPolicies(Iam iam) {
        this.iam = iam;
    }

    /// @throws ServiceException when the name is taken or the document is malformed
    public ManagedPolicy create(
            String name, String path, String document, Optional<String> description, List<Tag> tags)
            throws IOException {
        return create(name, path, document, description, tags, newId());
    }

    /// A unique id for a policy that is to be: no other has it.
    public String newId() {
        return iam.ids.principal("ANPA");
    }

    /// With a unique id from [#newId], so that the caller knows this very policy again.
    ///
    /// @throws ServiceException when the name is taken or the document is malformed
    public ManagedPolicy create(
            String name,
            String path,
            String document,
            Optional<String> description,
            List<Tag> tags,
            String id)
            throws IOException {
        PolicyValidation.managedPolicy(document);
        Tag.check(tags);
        return iam.changes.make(() -> {
            if (iam.store.policies.all().stream()
                    .anyMatch(policy -> policy.name().equalsIgnoreCase(name))) {
                throw IamError.ENTITY_ALREADY_EXISTS.because(
                        "A policy called %s already exists. Duplicate names are not allowed.",
                        name);
            }
            String arn = "arn:aws:iam::" + iam.account() + ":policy" + path + name;
            ManagedPolicy policy =
                    ManagedPolicy.of(
                            new ManagedPolicy.Naming(arn, name, path, id, description, iam.now()),
                            document,
                            tags);
            iam.store.policies.put(arn, policy);
            return policy;
        });
    }

    /// A policy of this account or one of AWS's own.
    public Optional<ManagedPolicy> find(String arn) {
        return iam.store.policies.get(arn).or(() -> AwsManagedPolicies.find(arn));
    }

    /// @throws ServiceException NoSuchEntity
    public ManagedPolicy get(String arn) {
        return find(arn).orElseThrow(() -> notFound(arn));
    }

    /// Those of this account.
    public Collection<ManagedPolicy> all() {
        return iam.store.policies.all();
    }

    /// AWS's own, as far as they can be attached here.
    public static Collection<ManagedPolicy> ofAws() {
        return AwsManagedPolicies.all();
    }

    /// Only policies of this account can be changed.
    private ManagedPolicy own(String arn) {
        return iam.store.policies.get(arn).orElseThrow(() -> notFound(arn));
    }

    private static ServiceException notFound(String arn) {
        return IamError.NO_SUCH_ENTITY.because("Policy %s was not found.", arn);
    }

    /// Whoever it is attached to.
    public List<Identity> attachedTo(String arn) {
        return identities()
                .filter(identity -> identity.attachedPolicyArns().contains(arn))
                .toList();
    }

    private Stream<Identity> identities() {
        return Stream.of(Identity.Kind.values()).flatMap(kind -> iam.all(kind).stream());
    }

    public int boundaryCount(String arn) {
        return (int)
                identities()
                        .filter(identity -> identity.permissionsBoundary().equals(Optional.of(arn)))
                        .count();
    }

    /// @throws ServiceException when there are five versions already
    public ManagedPolicy createVersion(String arn, String document, boolean asDefault)
            throws IOException {
        PolicyValidation.managedPolicy(document);
        return change(
                arn,
                policy -> {
                    if (policy.versions().size() >= ManagedPolicy.VERSIONS_MAX) {
                        throw IamError.LIMIT_EXCEEDED.because(
                                "A managed policy can have up to %d versions. Before you create a"
                                        + " new version, you must delete an existing version.",
                                ManagedPolicy.VERSIONS_MAX);
                    }
                    return policy.withVersion(document, asDefault, iam.now());
                });
    }

    public void deleteVersion(String arn, String versionId) throws IOException {
        change(
                arn,
                policy -> {
                    version(policy, versionId);
                    if (policy.defaultVersionId().equals(versionId)) {
                        throw IamError.DELETE_CONFLICT.because(
                                "Cannot delete the default version of a policy.");
                    }
                    return policy.withoutVersion(versionId);
                });
    }

    public void setDefaultVersion(String arn, String versionId) throws IOException {
        change(
                arn,
                policy -> {
                    version(policy, versionId);
                    return policy.withDefault(versionId, iam.now());
                });
    }

    /// @throws ServiceException NoSuchEntity
    public static ManagedPolicy.Version version(ManagedPolicy policy, String versionId) {
        return policy.version(versionId)
                .orElseThrow(() ->
                        IamError.NO_SUCH_ENTITY.because(
                                "Policy %s version %s does not exist or is not attachable.",
                                policy.arn(), versionId));
    }

    /// A key that is there gets the new value.
    public void tag(String arn, List<Tag> more) throws IOException {
        change(arn, policy -> policy.withTags(Tag.merged(policy.tags(), more)));
    }

    public void untag(String arn, List<String> keys) throws IOException {
        change(arn, policy -> policy.withTags(Tag.without(policy.tags(), keys)));
    }

    /// @throws ServiceException while it is attached, or has other versions than the default
    public void delete(String arn) throws IOException {
        iam.changes.carryOut(() -> {
            deleteNow(own(arn));
        });
    }

    /// Deletes the policy of this ARN if its unique id is this one: another that has the ARN by now
    /// is left alone.
    ///
    /// @throws ServiceException as [#delete(String)]
    public void delete(String arn, String id) throws IOException {
        iam.changes.carryOut(() -> {
            Optional<ManagedPolicy> policy =
                    iam.store.policies.get(arn).filter(found -> found.id().equals(id));
            if (policy.isPresent()) {
                deleteNow(policy.get());
            }
        });
    }

    private void deleteNow(ManagedPolicy policy) throws IOException {
        String arn = policy.arn();
        if (!attachedTo(arn).isEmpty() || boundaryCount(arn) > 0) {
            throw IamError.DELETE_CONFLICT.because("Cannot delete a policy attached to entities.");
        }
        if (policy.versions().size() > 1) {
            throw IamError.DELETE_CONFLICT.because(
                    "This policy has more than one version. Before you delete a policy, you must"
                            + " delete the policy's versions. The default version is deleted with"
                            + " the policy.");
        }
        iam.store.policies.remove(arn);
    }

    private ManagedPolicy change(String arn, UnaryOperator<ManagedPolicy> change)
            throws IOException {
        return iam.changes.make(() -> {
            ManagedPolicy changed = change.apply(own(arn));
            iam.store.policies.put(arn, changed);
            return changed;
        });
    }
}
