package io.hydrant.server.iam;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Groups;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.QueryOperation;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what the account has, beside the limits that are kept here.
record GetAccountSummary(Iam iam, AccessKeys keys, IamAccess permissions)
        implements QueryOperation {
    private static final int KEYS_PER_USER = 2;

    @Override
    public String name() {
        return "GetAccountSummary";
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) {
        permissions.requireOn(caller, "iam:GetAccountSummary", "*", RequestKeys.NONE);
        result.start("SummaryMap");
        summary()
                .forEach((key, value) ->
                        result.start("entry").element("key", key).element("value", value).end());
        result.end();
    }

    private Map<String, Integer> summary() {
        Map<String, Integer> summary = new LinkedHashMap<>();
        summary.put("Users", iam.all(Identity.Kind.USER).size());
        summary.put("Roles", iam.all(Identity.Kind.ROLE).size());
        summary.put("Groups", iam.all(Identity.Kind.GROUP).size());
        summary.put("GroupsQuota", Groups.PER_ACCOUNT_MAX);
        summary.put("GroupsPerUserQuota", Groups.PER_USER_MAX);
        summary.put("Policies", iam.managedPolicies().all().size());
        summary.put(
                "PolicyVersionsInUse",
                iam.managedPolicies().all().stream().mapToInt(one -> one.versions().size()).sum());
        summary.put("InstanceProfiles", 0);
        summary.put("Providers", 0);
        summary.put("ServerCertificates", 0);
        summary.put("MFADevices", 0);
        summary.put("MFADevicesInUse", 0);
        summary.put("AccountMFAEnabled", 0);
        summary.put("AccountPasswordPresent", 0);
        summary.put("AccountSigningCertificatesPresent", 0);
        summary.put("AccountAccessKeysPresent", keys.of(AccessKeys.ROOT).isEmpty() ? 0 : 1);
        summary.put("AccessKeysPerUserQuota", KEYS_PER_USER);
        summary.put("AttachedPoliciesPerGroupQuota", Iam.ATTACHED_MAX);
        summary.put("AttachedPoliciesPerRoleQuota", Iam.ATTACHED_MAX);
        summary.put("AttachedPoliciesPerUserQuota", Iam.ATTACHED_MAX);
        summary.put("VersionsPerPolicyQuota", ManagedPolicy.VERSIONS_MAX);
        return summary;
    }
}
