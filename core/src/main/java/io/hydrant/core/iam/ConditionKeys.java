package io.hydrant.core.iam;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which condition keys this server can fill, and for which actions. Whatever puts a key into the
/// context of a decision has it here; a policy with a key that is never filled could not mean what
/// it says. Names of keys are compared without regard to case; a key that ends in `/*` stands for
/// every tag.
public final class ConditionKeys {
    /// What becomes of a key in this server.
    public enum Standing {
        /// There are requests that bring it.
        FILLED,
        /// AWS has it, and what it speaks of does not exist here (VPCs, organizations, MFA devices,
        /// grants): that it is missing is the truth, as it is in an account without these.
        ABSENT,
        /// A global key, or one of a service that is served, that nothing here ever fills.
        NEVER,
        /// Of a service that is not served.
        FOREIGN
    }

    /// Before the name of a member of the encryption context.
    private static final String ENCRYPTION_CONTEXT = "kms:EncryptionContext:";

    private static final Set<String> SERVED =
            Set.of("s3", "iam", "sts", "firehose", "cloudformation", "glue", "logs", "kms", "ssm");

    private static final Set<String> ABSENT =
            keys(
                    "aws:AssumedRoot",
                    "aws:ChatbotSourceArn",
                    "aws:Ec2InstanceSourcePrivateIPv4",
                    "aws:Ec2InstanceSourceVpc",
                    "aws:FederatedProvider",
                    "aws:MultiFactorAuthAge",
                    "aws:PrincipalOrgID",
                    "aws:PrincipalOrgPaths",
                    "aws:ResourceOrgID",
                    "aws:ResourceOrgPaths",
                    "aws:SourceIdentity",
                    "aws:SourceOrgID",
                    "aws:SourceOrgPaths",
                    "aws:SourceVpc",
                    "aws:SourceVpcArn",
                    "aws:SourceVpce",
                    "aws:VpcSourceIp",
                    "aws:VpceAccount",
                    "aws:VpceOrgID",
                    "aws:VpceOrgPaths",
                    "kms:GrantConstraintType",
                    "kms:GranteePrincipal",
                    "kms:GrantIsForAWSResource",
                    "kms:GrantOperations",
                    "kms:RetiringPrincipal");

    /// By every request, whatever it asks for; or by those of some callers or services.
    private static final Set<String> OF_ANY_ACTION =
            keys(
                    "aws:CalledVia",
                    "aws:CalledViaFirst",
                    "aws:CalledViaLast",
                    "aws:CurrentTime",
                    "aws:EpochTime",
                    "aws:MultiFactorAuthPresent",
                    "aws:PrincipalAccount",
                    "aws:PrincipalArn",
                    "aws:PrincipalIsAWSService",
                    "aws:PrincipalServiceName",
                    "aws:PrincipalServiceNamesList",
                    "aws:PrincipalTag/*",
                    "aws:PrincipalType",
                    "aws:Referer",
                    "aws:RequestedRegion",
                    "aws:ResourceAccount",
                    "aws:SecureTransport",
                    "aws:SourceIp",
                    "aws:TokenIssueTime",
                    "aws:UserAgent",
                    "aws:userid",
                    "aws:username",
                    "aws:ViaAWSService");

    private static final Set<String> OF_ANY_S3_ACTION =
            keys(
                    "s3:authType",
                    "s3:ResourceAccount",
                    "s3:signatureAge",
                    "s3:signatureversion",
                    "s3:TlsVersion",
                    "s3:x-amz-content-sha256");

    private static final Set<String> ROLES_AND_USERS_POLICIES =
            keys(
                    "iam:AttachRolePolicy",
                    "iam:AttachUserPolicy",
                    "iam:DetachRolePolicy",
                    "iam:DetachUserPolicy");

    private static final Set<String> ACL_ACTIONS =
            keys(
                    "s3:CreateBucket",
                    "s3:PutBucketAcl",
                    "s3:PutObject",
                    "s3:PutObjectAcl",
                    "s3:PutObjectVersionAcl");

    private static final Set<String> LISTINGS = keys("s3:ListBucket", "s3:ListBucketVersions");

    private static final Set<String> STACK_CHANGES =
            keys(
                    "cloudformation:CreateChangeSet",
                    "cloudformation:CreateStack",
                    "cloudformation:UpdateStack");

    /// By the key, the actions whose requests bring it.
    private static final Map<String, Set<String>> OF_ACTIONS =
            new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static {
        OF_ACTIONS.put("aws:SourceAccount", keys("sts:AssumeRole"));
        OF_ACTIONS.put("aws:SourceArn", keys("sts:AssumeRole"));
        tags();
        s3();
        iam();
        OF_ACTIONS.put("sts:ExternalId", keys("sts:AssumeRole"));
        OF_ACTIONS.put("sts:RoleSessionName", keys("sts:AssumeRole"));
        cloudFormation();
        kms();
    }

    private ConditionKeys() {}

    private static void tags() {
        Set<String> tagging =
                keys(
                        "cloudformation:CreateChangeSet",
                        "cloudformation:CreateStack",
                        "cloudformation:UpdateStack",
                        "firehose:CreateDeliveryStream",
                        "firehose:TagDeliveryStream",
                        "glue:CreateDatabase",
                        "glue:TagResource",
                        "iam:CreatePolicy",
                        "iam:CreateRole",
                        "iam:CreateUser",
                        "iam:TagPolicy",
                        "iam:TagRole",
                        "iam:TagUser",
                        "kms:CreateKey",
                        "kms:TagResource",
                        "logs:CreateLogGroup",
                        "logs:TagLogGroup",
                        "logs:TagResource",
                        "ssm:AddTagsToResource",
                        "ssm:PutParameter");
        OF_ACTIONS.put("aws:RequestTag/*", tagging);
        OF_ACTIONS.put(
                "aws:TagKeys",
                union(
                        tagging,
                        keys(
                                "firehose:UntagDeliveryStream",
                                "glue:UntagResource",
                                "iam:UntagPolicy",
                                "iam:UntagRole",
                                "iam:UntagUser",
                                "kms:UntagResource",
                                "logs:UntagLogGroup",
                                "logs:UntagResource",
                                "ssm:RemoveTagsFromResource")));
        OF_ACTIONS.put(
                "aws:ResourceTag/*",
                keys(
                        "iam:*",
                        "sts:AssumeRole",
                        "firehose:*",
                        "cloudformation:*",
                        "glue:*",
                        "logs:*",
                        "kms:*",
                        "ssm:*"));
        OF_ACTIONS.put("iam:ResourceTag/*", keys("iam:*", "sts:AssumeRole"));
        OF_ACTIONS.put("firehose:ResourceTag/*", keys("firehose:*"));
        OF_ACTIONS.put("ssm:resourceTag/*", keys("ssm:*"));
        OF_ACTIONS.put("ssm:Overwrite", keys("ssm:PutParameter"));
        OF_ACTIONS.put("ssm:Recursive", keys("ssm:GetParametersByPath"));
    }

    private static void s3() {
        for (String key : OF_ANY_S3_ACTION) {
            OF_ACTIONS.put(key, keys("s3:*"));
        }
        OF_ACTIONS.put("s3:prefix", LISTINGS);
        OF_ACTIONS.put("s3:delimiter", LISTINGS);
        OF_ACTIONS.put("s3:max-keys", LISTINGS);
        OF_ACTIONS.put(
                "s3:VersionId",
                keys(
                        "s3:DeleteObjectVersion",
                        "s3:DeleteObjectVersionTagging",
                        "s3:GetObjectVersion",
                        "s3:GetObjectVersionAcl",
                        "s3:GetObjectVersionAttributes",
                        "s3:GetObjectVersionTagging",
                        "s3:PutObjectVersionAcl",
                        "s3:PutObjectVersionTagging"));
        OF_ACTIONS.put(
                "s3:ExistingObjectTag/*",
                keys(
                        "s3:DeleteObjectTagging",
                        "s3:DeleteObjectVersionTagging",
                        "s3:GetObject",
                        "s3:GetObjectAcl",
                        "s3:GetObjectAttributes",
                        "s3:GetObjectTagging",
                        "s3:GetObjectVersion",
                        "s3:GetObjectVersionAcl",
                        "s3:GetObjectVersionAttributes",
                        "s3:GetObjectVersionTagging",
                        "s3:PutObjectAcl",
                        "s3:PutObjectTagging",
                        "s3:PutObjectVersionAcl",
                        "s3:PutObjectVersionTagging"));
        Set<String> newTags =
                keys("s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectVersionTagging");
        OF_ACTIONS.put("s3:RequestObjectTag/*", newTags);
        OF_ACTIONS.put("s3:RequestObjectTagKeys", newTags);
        for (String acl :
                Set.of(
                        "acl",
                        "grant-full-control",
                        "grant-read",
                        "grant-read-acp",
                        "grant-write",
                        "grant-write-acp")) {
            OF_ACTIONS.put("s3:x-amz-" + acl, ACL_ACTIONS);
        }
        for (String header :
                Set.of(
                        "copy-source",
                        "metadata-directive",
                        "server-side-encryption",
                        "server-side-encryption-aws-kms-key-id",
                        "server-side-encryption-customer-algorithm",
                        "storage-class",
                        "website-redirect-location")) {
            OF_ACTIONS.put("s3:x-amz-" + header, keys("s3:PutObject"));
        }
        OF_ACTIONS.put("s3:if-none-match", keys("s3:PutObject"));
        OF_ACTIONS.put(
                "s3:if-match", keys("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion"));
        OF_ACTIONS.put("s3:LocationConstraint", keys("s3:CreateBucket"));
        OF_ACTIONS.put("s3:x-amz-object-ownership", keys("s3:CreateBucket"));
    }

    private static void iam() {
        OF_ACTIONS.put("iam:PassedToService", keys("iam:PassRole"));
        OF_ACTIONS.put("iam:AssociatedResourceArn", keys("iam:PassRole"));
        OF_ACTIONS.put(
                "iam:PolicyARN",
                union(
                        ROLES_AND_USERS_POLICIES,
                        keys("iam:AttachGroupPolicy", "iam:DetachGroupPolicy")));
        OF_ACTIONS.put(
                "iam:PermissionsBoundary",
                union(
                        ROLES_AND_USERS_POLICIES,
                        keys(
                                "iam:CreateRole",
                                "iam:CreateUser",
                                "iam:DeleteRolePermissionsBoundary",
                                "iam:DeleteRolePolicy",
                                "iam:DeleteUserPermissionsBoundary",
                                "iam:DeleteUserPolicy",
                                "iam:PutRolePermissionsBoundary",
                                "iam:PutRolePolicy",
                                "iam:PutUserPermissionsBoundary",
                                "iam:PutUserPolicy")));
    }

    private static void cloudFormation() {
        OF_ACTIONS.put(
                "cloudformation:ChangeSetName",
                keys(
                        "cloudformation:CreateChangeSet",
                        "cloudformation:DeleteChangeSet",
                        "cloudformation:DescribeChangeSet",
                        "cloudformation:ExecuteChangeSet"));
        OF_ACTIONS.put("cloudformation:ResourceTypes", STACK_CHANGES);
        OF_ACTIONS.put("cloudformation:StackPolicyUrl", STACK_CHANGES);
        OF_ACTIONS.put("cloudformation:TemplateUrl", STACK_CHANGES);
        OF_ACTIONS.put(
                "cloudformation:RoleArn",
                union(
                        STACK_CHANGES,
                        keys(
                                "cloudformation:ContinueUpdateRollback",
                                "cloudformation:DeleteStack")));
    }

    private static void kms() {
        Set<String> withContext =
                keys(
                        "kms:Decrypt",
                        "kms:Encrypt",
                        "kms:GenerateDataKey",
                        "kms:GenerateDataKeyWithoutPlaintext",
                        "kms:ReEncryptFrom",
                        "kms:ReEncryptTo");
        OF_ACTIONS.put("kms:CallerAccount", keys("kms:*"));
        OF_ACTIONS.put("kms:ViaService", keys("kms:*"));
        OF_ACTIONS.put("kms:ResourceAliases", keys("kms:*"));
        OF_ACTIONS.put("kms:RequestAlias", union(withContext, keys("kms:DescribeKey")));
        OF_ACTIONS.put(ENCRYPTION_CONTEXT + "*", withContext);
        OF_ACTIONS.put("kms:EncryptionContextKeys", withContext);
        OF_ACTIONS.put(
                "kms:BypassPolicyLockoutSafetyCheck", keys("kms:CreateKey", "kms:PutKeyPolicy"));
    }

    public static Standing standing(String key) {
        if (OF_ANY_ACTION.contains(entry(key)) || OF_ACTIONS.containsKey(entry(key))) {
            return Standing.FILLED;
        }
        if (ABSENT.contains(key)) {
            return Standing.ABSENT;
        }
        String service = service(key);
        return service.equals("aws") || SERVED.contains(service)
                ? Standing.NEVER
                : Standing.FOREIGN;
    }

    /// Whether requests for an action that the pattern matches (`s3:Get*`, `*`) may bring the key.
    /// Keys that are [Standing#ABSENT] or [Standing#FOREIGN] are brought by none.
    public static boolean meets(String key, String actionPattern) {
        if (OF_ANY_ACTION.contains(entry(key))) {
            return true;
        }
        return OF_ACTIONS.getOrDefault(entry(key), Set.of()).stream()
                .anyMatch(action -> mayBeTheSame(action, actionPattern));
    }

    /// Whether a key that a request for the action brings counts: one of a service that is served
    /// only where AWS has it for the action.
    static boolean counts(String key, String action) {
        return meets(key, action) || standing(key) == Standing.FOREIGN;
    }

    /// All keys that may be filled, a tag's as `…/*`.
    public static Collection<String> filled() {
        Set<String> all = keys();
        all.addAll(OF_ANY_ACTION);
        all.addAll(OF_ACTIONS.keySet());
        return all;
    }

    /// `action` is an action of the table, or all of a service.
    private static boolean mayBeTheSame(String action, String pattern) {
        if (!action.endsWith(":*")) {
            return Glob.matchesIgnoringCase(pattern, action);
        }
        int colon = pattern.indexOf(':');
        return Glob.matchesIgnoringCase(
                colon < 0 ? pattern : pattern.substring(0, colon), service(action));
    }

    /// The key as the tables have it: that of a tag without the tag's name.
    private static String entry(String key) {
        if (key.regionMatches(true, 0, ENCRYPTION_CONTEXT, 0, ENCRYPTION_CONTEXT.length())) {
            return ENCRYPTION_CONTEXT + "*";
        }
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash) + "/*";
    }

    private static String service(String key) {
        int colon = key.indexOf(':');
        return (colon < 0 ? key : key.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    private static Set<String> keys(String... keys) {
        Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        set.addAll(Arrays.asList(keys));
        return set;
    }

    private static Set<String> union(Set<String> some, Set<String> more) {
        return keys(Stream.concat(some.stream(), more.stream()).toArray(String[]::new));
    }
}
