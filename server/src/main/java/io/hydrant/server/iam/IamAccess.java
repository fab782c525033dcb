package io.hydrant.server.iam;

import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.IamError;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.Tag;
import io.hydrant.server.http.protocol.Caller;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Asks whether a caller may do what it asks for; a refusal is AccessDenied in AWS's words.
final class IamAccess {
    private final Iam iam;
    private final Authorizer authorizer;

    IamAccess(Iam iam, Authorizer authorizer) {
        this.iam = iam;
        this.authorizer = authorizer;
    }

    /// For an action on a role or user, which need not exist.
    void require(Caller caller, String action, Identity.Kind kind, String name) {
        require(caller, action, kind, name, RequestKeys.NONE);
    }

    /// As above, with condition keys of this request. (Those of the role or user, its tags and its
    /// boundary, are known to the [Authorizer].)
    void require(Caller caller, String action, Identity.Kind kind, String name, RequestKeys keys) {
        String arn =
                iam.find(kind, name)
                        .map(known -> known.arn(iam.account()))
                        .orElseGet(() -> arn(kind.word() + "/" + name));
        ask(caller, action, arn, keys);
    }

    /// For an action on a managed policy, which need not exist.
    void requireOnPolicy(Caller caller, String action, String policyArn) {
        requireOnPolicy(caller, action, policyArn, RequestKeys.NONE);
    }

    /// As above, with condition keys of this request.
    void requireOnPolicy(Caller caller, String action, String policyArn, RequestKeys keys) {
        ask(caller, action, policyArn, keys);
    }

    /// For an action on whatever has this ARN, or on nothing in particular (`*`).
    void requireOnArn(Caller caller, String action, String arn) {
        ask(caller, action, arn, RequestKeys.NONE);
    }

    /// For an action on something that is yet to be made, or on all of a kind: `role/team/new`.
    void requireOn(Caller caller, String action, String resource, RequestKeys keys) {
        ask(caller, action, arn(resource), keys);
    }

    /// The condition keys of the tags that a request brings.
    static RequestKeys ofRequest(List<Tag> tags) {
        Map<String, String> values = new LinkedHashMap<>();
        tags.forEach(tag -> values.put(tag.key(), tag.value()));
        return RequestKeys.ofRequestTags(values);
    }

    private void ask(Caller caller, String action, String resource, RequestKeys keys) {
        authorizer.require(
                caller.asks(action, resource, keys, iam.account()), IamError.ACCESS_DENIED);
    }

    private String arn(String resource) {
        return "arn:aws:iam::" + iam.account() + ":" + resource;
    }
}
