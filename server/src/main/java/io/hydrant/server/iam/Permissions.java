package io.hydrant.server.iam;

import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Decision;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.core.iam.Tag;
import io.hydrant.server.http.Caller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks whether a caller may do what it asks for; a refusal is AccessDenied in AWS's words.
final class Permissions {
    private final Iam iam;
    private final Authorizer authorizer;

    Permissions(Iam iam, Authorizer authorizer) {
        this.iam = iam;
        this.authorizer = authorizer;
    }

    /// For an action on a role or user, which need not exist.
    void require(Caller caller, String action, Identity.Kind kind, String name) {
        require(caller, action, kind, name, Map.of());
    }

    /// As above, with condition keys of this request.
    void require(
            Caller caller,
            String action,
            Identity.Kind kind,
            String name,
            Map<String, List<String>> more) {
        Optional<Identity> identity = iam.find(kind, name);
        String arn =
                identity.map(known -> known.arn(iam.account()))
                        .orElseGet(() -> arn(kind.word() + "/" + name));
        Map<String, List<String>> context = withTags(identity.map(Identity::tags));
        context.putAll(more);
        require(caller, action, arn, context);
    }

    /// For an action on a managed policy, which need not exist.
    void requireOnPolicy(Caller caller, String action, String policyArn) {
        requireOnPolicy(caller, action, policyArn, Map.of());
    }

    /// As above, with condition keys of this request.
    void requireOnPolicy(
            Caller caller, String action, String policyArn, Map<String, List<String>> more) {
        Optional<ManagedPolicy> policy = iam.managedPolicies().find(policyArn);
        Map<String, List<String>> context = withTags(policy.map(ManagedPolicy::tags));
        context.putAll(more);
        require(caller, action, policyArn, context);
    }

    /// For an action on something that is yet to be made, or on all of a kind: `role/team/new`.
    void requireOn(Caller caller, String action, String resource, Map<String, List<String>> more) {
        require(caller, action, arn(resource), more);
    }

    /// The condition keys of the tags that a request brings.
    static Map<String, List<String>> ofRequest(List<Tag> tags) {
        Map<String, List<String>> context = new HashMap<>();
        for (Tag tag : tags) {
            context.put("aws:RequestTag/" + tag.key(), List.of(tag.value()));
        }
        if (!tags.isEmpty()) {
            context.put("aws:TagKeys", tags.stream().map(Tag::key).toList());
        }
        return context;
    }

    private void require(
            Caller caller, String action, String resource, Map<String, List<String>> more) {
        Map<String, List<String>> context = new HashMap<>(caller.context());
        context.putAll(more);
        AuthorizationRequest request =
                new AuthorizationRequest(
                        caller.principal(),
                        action,
                        resource,
                        context,
                        Optional.empty(),
                        iam.account());
        Decision decision = authorizer.decide(request);
        if (!decision.allowed()) {
            throw IamError.ACCESS_DENIED.because("%s", decision.explain(request, false));
        }
    }

    private static Map<String, List<String>> withTags(Optional<List<Tag>> tags) {
        Map<String, List<String>> context = new HashMap<>();
        for (Tag tag : tags.orElse(List.of())) {
            context.put("aws:ResourceTag/" + tag.key(), List.of(tag.value()));
            context.put("iam:ResourceTag/" + tag.key(), List.of(tag.value()));
        }
        return context;
    }

    private String arn(String resource) {
        return "arn:aws:iam::" + iam.account() + ":" + resource;
    }
}
