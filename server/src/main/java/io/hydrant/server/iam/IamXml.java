package io.hydrant.server.iam;

import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.AccessKeys;
import io.hydrant.core.iam.Iam;
import io.hydrant.core.iam.Identity;
import io.hydrant.core.iam.ManagedPolicy;
import io.hydrant.core.iam.Tag;
import io.hydrant.core.iam.UserKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Writes the structures that IAM's answers share. Policy documents are percent-encoded; times have
/// no fractions.
final class IamXml {
    private IamXml() {}

    /// The members of a role that every answer has.
    static void role(XmlWriter out, Identity role, Iam iam) {
        naming(out, role, iam.account());
        document(out, "AssumeRolePolicyDocument", iam.trustPolicy(role));
        out.element("Description", role.roleSettings().description());
    }

    /// The members of a role, user or group that every answer has.
    static void naming(XmlWriter out, Identity identity, String account) {
        out.element("Path", identity.path())
                .element(identity.kind().title() + "Name", identity.name())
                .element(identity.kind().title() + "Id", identity.id())
                .element("Arn", identity.arn(account))
                .element("CreateDate", time(identity.created()));
    }

    /// The root user, which has no name. Since when the account is there is not known.
    static void root(XmlWriter out, String account) {
        out.start("User")
                .element("UserId", account)
                .element("Arn", "arn:aws:iam::" + account + ":root")
                .element("CreateDate", time(Instant.EPOCH))
                .end();
    }

    static void boundary(XmlWriter out, Identity identity) {
        identity.permissionsBoundary()
                .ifPresent(arn ->
                        out.start("PermissionsBoundary")
                                .element("PermissionsBoundaryType", "Policy")
                                .element("PermissionsBoundaryArn", arn)
                                .end());
    }

    /// Nothing when there are none.
    static void tagsIfAny(XmlWriter out, List<Tag> tags) {
        if (!tags.isEmpty()) {
            tags(out, tags);
        }
    }

    static void tags(XmlWriter out, List<Tag> tags) {
        out.start("Tags");
        for (Tag tag : tags) {
            out.start("member");
            tag(out, tag);
            out.end();
        }
        out.end();
    }

    static void tag(XmlWriter out, Tag tag) {
        out.element("Key", tag.key()).element("Value", tag.value());
    }

    /// The members of a managed policy that every answer has.
    static void policy(XmlWriter out, ManagedPolicy policy, int attached, int asBoundary) {
        out.element("PolicyName", policy.name())
                .element("PolicyId", policy.id())
                .element("Arn", policy.arn())
                .element("Path", policy.path())
                .element("DefaultVersionId", policy.defaultVersionId())
                .element("AttachmentCount", attached)
                .element("PermissionsBoundaryUsageCount", asBoundary)
                .element("IsAttachable", true)
                .element("CreateDate", time(policy.created()))
                .element("UpdateDate", time(policy.updated()));
    }

    /// A version without its document, as lists show it.
    static void version(XmlWriter out, ManagedPolicy policy, ManagedPolicy.Version version) {
        out.element("VersionId", version.id())
                .element("IsDefaultVersion", version.id().equals(policy.defaultVersionId()))
                .element("CreateDate", time(version.created()));
    }

    /// A key without its secret, as lists show it.
    static void accessKey(XmlWriter out, UserKey key) {
        out.element("UserName", userName(key.userName()))
                .element("AccessKeyId", key.id())
                .element("Status", key.active() ? "Active" : "Inactive");
    }

    /// The root has none.
    static Optional<String> userName(String name) {
        return Optional.of(name).filter(any -> !any.equals(AccessKeys.ROOT));
    }

    static void contextKeys(XmlWriter out, Collection<String> keys) {
        out.start("ContextKeyNames");
        keys.forEach(key -> out.element("member", key));
        out.end();
    }

    static void document(XmlWriter out, String element, String document) {
        out.element(element, PercentEncoding.encode(document));
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
