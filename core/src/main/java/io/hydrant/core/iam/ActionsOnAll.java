package io.hydrant.core.iam;

import java.util.Locale;
import java.util.Map;

/// The resources of actions that are on nothing in particular, but of which requests name a
/// resource all the same: policies are held against that one, and not against `*`.
final class ActionsOnAll {
    /// With the account where `%s` is.
    private static final Map<String, String> RESOURCES =
            Map.of(
                    "s3:listallmybuckets", Decision.ALL_BUCKETS,
                    "iam:listusers", "arn:aws:iam::%s:user/",
                    "iam:listroles", "arn:aws:iam::%s:role/",
                    "iam:listpolicies", "arn:aws:iam::%s:policy/",
                    "iam:getaccountsummary", "arn:aws:iam::%s:*",
                    "iam:listaccountaliases", "arn:aws:iam::%s:*");

    private ActionsOnAll() {}

    /// What a request for the action names, when nobody says which resource it is on.
    static String resource(String action, String account) {
        return RESOURCES.getOrDefault(action.toLowerCase(Locale.ROOT), "*").formatted(account);
    }
}
