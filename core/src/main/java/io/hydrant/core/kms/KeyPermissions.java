package io.hydrant.core.kms;

import io.hydrant.core.iam.Authorization;
import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Decision;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.iam.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether somebody may use a key: its key policy decides, and the caller's own policies count only
/// where it lets the account in.
public final class KeyPermissions {
    private final Authorization authorizer;
    private final KeyNames names;
    private final KmsStore store;

    KeyPermissions(Authorization authorizer, KeyNames names, KmsStore store) {
        this.authorizer = authorizer;
        this.names = names;
        this.store = store;
    }

    /// Condition keys of the encryption context.
    public static RequestKeys ofContext(Map<String, String> context) {
        Map<String, List<String>> members =
                context.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        member -> "kms:EncryptionContext:" + member.getKey(),
                                        member -> List.of(member.getValue())));
        return RequestKeys.of(members)
                .and(key ->
                        key.equalsIgnoreCase("kms:EncryptionContextKeys")
                                ? List.copyOf(context.keySet())
                                : List.of());
    }

    /// The condition key of a key that was named by an alias.
    public static RequestKeys ofReference(String reference) {
        int alias = reference.indexOf(KeyAlias.PREFIX);
        return alias < 0
                ? RequestKeys.NONE
                : RequestKeys.of(Map.of("kms:RequestAlias", List.of(reference.substring(alias))));
    }

    /// @throws ServiceException AccessDeniedException
    public void require(KmsCaller caller, String action, KmsKey key) {
        require(caller, action, key, RequestKeys.NONE);
    }

    /// With condition keys of this request.
    ///
    /// @throws ServiceException AccessDeniedException
    public void require(KmsCaller caller, String action, KmsKey key, RequestKeys more) {
        authorizer.require(
                question(caller, action, key, key.policy(), more), KmsError.ACCESS_DENIED);
    }

    /// For a service that was let use the key: what the key's policy denies is denied to it too.
    ///
    /// @throws ServiceException AccessDeniedException
    void requireNotDenied(KmsCaller caller, String action, KmsKey key, RequestKeys more) {
        AuthorizationRequest question = question(caller, action, key, key.policy(), more);
        Decision decision = authorizer.decide(question);
        if (decision instanceof Decision.DeniedBy) {
            throw KmsError.ACCESS_DENIED.because("%s", decision.explain(question));
        }
    }

    /// For what has no key policy: an alias, or a key that is yet to be.
    ///
    /// @throws ServiceException AccessDeniedException
    public void require(KmsCaller caller, String action, String resource, RequestKeys more) {
        authorizer.require(
                new AuthorizationRequest(
                        caller.principal(),
                        action,
                        resource,
                        caller.circumstances(),
                        own(caller).and(more),
                        ResourcePolicy.NONE,
                        names.account()),
                KmsError.ACCESS_DENIED);
    }

    /// Whether the caller could still change the policy of a key that has this one.
    boolean staysOpen(KmsCaller caller, KmsKey key, String policy) {
        return authorizer.allows(
                question(caller, "kms:PutKeyPolicy", key, policy, RequestKeys.NONE));
    }

    private AuthorizationRequest question(
            KmsCaller caller, String action, KmsKey key, String policy, RequestKeys more) {
        return new AuthorizationRequest(
                caller.principal(),
                action,
                names.arn(key),
                caller.circumstances(),
                own(caller).and(more).and(of(key)),
                ResourcePolicy.ofKey(policy),
                names.account());
    }

    private static RequestKeys own(KmsCaller caller) {
        Optional<String> service = caller.viaService();
        return RequestKeys.of(
                Map.of(
                        "kms:CallerAccount",
                        List.of(caller.principal().account()),
                        "kms:ViaService",
                        service.stream().toList()));
    }

    private RequestKeys of(KmsKey key) {
        RequestKeys tags =
                RequestKeys.ofTags(
                        "aws:ResourceTag/",
                        key.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
        return tags.and(name ->
                name.equalsIgnoreCase("kms:ResourceAliases")
                        ? store.aliases().values().stream()
                                .filter(alias -> alias.keyId().equals(key.id()))
                                .map(KeyAlias::name)
                                .toList()
                        : List.of());
    }
}
