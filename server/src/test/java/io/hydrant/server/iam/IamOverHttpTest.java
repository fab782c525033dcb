package io.hydrant.server.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;

/// IAM as the AWS SDK for Java sees it.
class IamOverHttpTest {
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow",
             "Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole",
             "Condition":{"StringEquals":{"sts:ExternalId":"123456789012"}}}]}\
            """;
    private static final String WRITE =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::films*"}]}\
            """;
    private static final String READ_ROLES =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetRole","Resource":"arn:aws:iam::123456789012:role/team/*"}]}\
            """;

    @TempDir Path folder;
    private RunningIam server;
    private IamClient iam;

    @BeforeEach
    void start() throws IOException {
        server = new RunningIam(folder);
        iam = server.iam(RunningIam.ROOT);
    }

    @AfterEach
    void stop() throws IOException {
        iam.close();
        server.close();
    }

    @Test
    void aRoleIsMadeDescribedAndRemoved() {
        Role made =
                iam.createRole(role ->
                                role.roleName("delivery")
                                        .path("/team/")
                                        .assumeRolePolicyDocument(TRUST)
                                        .description("writes films")
                                        .maxSessionDuration(7200)
                                        .tags(tag("owner", "ana")))
                        .role();
        assertThat(made.arn()).isEqualTo("arn:aws:iam::123456789012:role/team/delivery");
        assertThat(made.roleId()).startsWith("AROA").hasSize(21);
        assertThat(made.maxSessionDuration()).isNull();
        Role role = iam.getRole(get -> get.roleName("DELIVERY")).role();
        assertThat(decoded(role.assumeRolePolicyDocument())).isEqualTo(TRUST);
        assertThat(role.maxSessionDuration()).isEqualTo(7200);
        assertThat(role.roleLastUsed()).isNotNull();
        assertThat(role.tags()).containsExactly(tag("owner", "ana"));
        assertThat(role.createDate()).isEqualTo(made.createDate());
        iam.deleteRole(delete -> delete.roleName("delivery"));
        refused(
                () -> iam.getRole(get -> get.roleName("delivery")),
                404,
                "NoSuchEntity",
                "The role with name delivery cannot be found.");
    }

    @Test
    void aRoleWithPoliciesIsNotRemoved() {
        role("delivery");
        iam.putRolePolicy(
                put -> put.roleName("delivery").policyName("write").policyDocument(WRITE));
        iam.attachRolePolicy(attach ->
                attach.roleName("delivery")
                        .policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        refused(
                () -> iam.deleteRole(delete -> delete.roleName("delivery")),
                409,
                "DeleteConflict",
                "Cannot delete entity, must detach all policies first.");
        assertThat(
                        iam.listAttachedRolePolicies(list -> list.roleName("delivery"))
                                .attachedPolicies())
                .extracting(AttachedPolicy::policyName)
                .containsExactly("AmazonS3ReadOnlyAccess");
        iam.detachRolePolicy(detach ->
                detach.roleName("delivery")
                        .policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        refused(
                () -> iam.deleteRole(delete -> delete.roleName("delivery")),
                409,
                "DeleteConflict",
                "Cannot delete entity, must delete policies first.");
        assertThat(
                        decoded(
                                iam.getRolePolicy(
                                                get -> get.roleName("delivery").policyName("write"))
                                        .policyDocument()))
                .isEqualTo(WRITE);
        assertThat(iam.listRolePolicies(list -> list.roleName("delivery")).policyNames())
                .containsExactly("write");
        iam.deleteRolePolicy(delete -> delete.roleName("delivery").policyName("write"));
        iam.deleteRole(delete -> delete.roleName("delivery"));
    }

    @Test
    void refusalsHaveAwsTexts() {
        role("delivery");
        refused(
                () -> role("Delivery"),
                409,
                "EntityAlreadyExists",
                "Role with name Delivery already exists.");
        refused(
                () -> role("no spaces"),
                400,
                "ValidationError",
                "The specified value for roleName is invalid. It must contain only alphanumeric"
                        + " characters and/or the following: +=,.@_-");
        refused(
                () -> role("x".repeat(65)),
                400,
                "ValidationError",
                "1 validation error detected: Value '"
                        + "x".repeat(65)
                        + "' at 'roleName' failed to satisfy constraint: Member must have length"
                        + " less than or equal to 64");
        refused(
                () -> attach("arn:aws:iam::aws:policy/PowerUserAccess"),
                404,
                "NoSuchEntity",
                "Policy arn:aws:iam::aws:policy/PowerUserAccess does not exist or is not"
                        + " attachable.");
        refused(
                () -> attach("arn:aws:s3:::not-a-policy"),
                400,
                "ValidationError",
                "Invalid ARN:  Could not be parsed!");
        refused(
                () ->
                        iam.createRole(create ->
                                create.roleName("r").assumeRolePolicyDocument("{nonsense")),
                400,
                "MalformedPolicyDocument",
                "This policy contains invalid Json");
        refused(
                () ->
                        iam.tagRole(tags ->
                                tags.roleName("delivery").tags(tag("a", "1"), tag("A", "2"))),
                400,
                "InvalidInput",
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        refused(
                () -> iam.getRolePolicy(get -> get.roleName("delivery").policyName("none")),
                404,
                "NoSuchEntity",
                "The role policy with name none cannot be found.");
        refused(
                () -> iam.createVirtualMFADevice(create -> create.virtualMFADeviceName("m")),
                400,
                "InvalidAction",
                "Could not find operation CreateVirtualMFADevice for version 2010-05-08");
    }

    @Test
    void listsComeInPages() {
        for (String name : List.of("b", "C", "a", "e", "D")) {
            role(name);
        }
        var first = iam.listRoles(list -> list.maxItems(2));
        assertThat(first.isTruncated()).isTrue();
        assertThat(first.roles()).extracting(Role::roleName).containsExactly("a", "b");
        assertThat(iam.listRolesPaginator(list -> list.maxItems(2)).roles())
                .extracting(Role::roleName)
                .containsExactly("a", "b", "C", "D", "e");
        assertThat(iam.listRoles(list -> list.pathPrefix("/other/")).roles()).isEmpty();
    }

    @Test
    void aManagedPolicyHasUpToFiveVersions() {
        String arn =
                iam.createPolicy(create -> create.policyName("write").policyDocument(WRITE))
                        .policy()
                        .arn();
        assertThat(arn).isEqualTo("arn:aws:iam::123456789012:policy/write");
        for (int i = 2; i <= 5; i++) {
            iam.createPolicyVersion(
                    create -> create.policyArn(arn).policyDocument(READ_ROLES).setAsDefault(true));
        }
        refused(
                () -> iam.createPolicyVersion(c -> c.policyArn(arn).policyDocument(WRITE)),
                409,
                "LimitExceeded",
                "A managed policy can have up to 5 versions. Before you create a new version, you"
                        + " must delete an existing version.");
        assertThat(iam.listPolicyVersions(list -> list.policyArn(arn)).versions())
                .extracting(PolicyVersion::versionId)
                .containsExactly("v5", "v4", "v3", "v2", "v1");
        refused(
                () -> iam.deletePolicyVersion(d -> d.policyArn(arn).versionId("v5")),
                409,
                "DeleteConflict",
                "Cannot delete the default version of a policy.");
        iam.setDefaultPolicyVersion(set -> set.policyArn(arn).versionId("v1"));
        assertThat(
                        decoded(
                                iam.getPolicyVersion(get -> get.policyArn(arn).versionId("v1"))
                                        .policyVersion()
                                        .document()))
                .isEqualTo(WRITE);
        assertThat(iam.listPolicies(list -> list.scope(PolicyScopeType.LOCAL)).policies())
                .hasSize(1);
        assertThat(iam.listPolicies().policies())
                .extracting(policy -> policy.policyName())
                .contains("AdministratorAccess", "write");
    }

    @Test
    void anAttachedPolicyIsListedWithItsRolesAndKept() {
        role("delivery");
        String arn =
                iam.createPolicy(create -> create.policyName("write").policyDocument(WRITE))
                        .policy()
                        .arn();
        iam.attachRolePolicy(attach -> attach.roleName("delivery").policyArn(arn));
        iam.attachRolePolicy(attach -> attach.roleName("delivery").policyArn(arn));
        assertThat(iam.getPolicy(get -> get.policyArn(arn)).policy().attachmentCount())
                .isEqualTo(1);
        assertThat(iam.listEntitiesForPolicy(list -> list.policyArn(arn)).policyRoles())
                .extracting(role -> role.roleName())
                .containsExactly("delivery");
        refused(
                () -> iam.deletePolicy(delete -> delete.policyArn(arn)),
                409,
                "DeleteConflict",
                "Cannot delete a policy attached to entities.");
    }

    @Test
    void aUserMayDoWhatItsPoliciesSay() {
        AccessKey key = user("ana");
        iam.createRole(
                create -> create.roleName("inside").path("/team/").assumeRolePolicyDocument(TRUST));
        iam.createRole(create -> create.roleName("outside").assumeRolePolicyDocument(TRUST));
        iam.putUserPolicy(put -> put.userName("ana").policyName("read").policyDocument(READ_ROLES));
        try (IamClient ana =
                server.iam(AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey()))) {
            assertThat(ana.getRole(get -> get.roleName("inside")).role().path())
                    .isEqualTo("/team/");
            refused(
                    () -> ana.getRole(get -> get.roleName("outside")),
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::123456789012:user/ana is not authorized to perform:"
                            + " iam:GetRole on resource: arn:aws:iam::123456789012:role/outside because"
                            + " no identity-based policy allows the iam:GetRole action");
            refused(
                    ana::getUser,
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::123456789012:user/ana is not authorized to perform:"
                            + " iam:GetUser on resource: arn:aws:iam::123456789012:user/ana because no"
                            + " identity-based policy allows the iam:GetUser action");
            iam.updateAccessKey(update ->
                    update.userName("ana")
                            .accessKeyId(key.accessKeyId())
                            .status(StatusType.INACTIVE));
            assertThatThrownBy(() -> ana.getRole(get -> get.roleName("inside")))
                    .isInstanceOf(IamException.class)
                    .hasMessageContaining("The security token included in the request is invalid");
        }
    }

    @Test
    void aUserHasTwoKeysAtMost() {
        AccessKey first = user("ana");
        iam.createAccessKey(create -> create.userName("ana"));
        refused(
                () -> iam.createAccessKey(create -> create.userName("ana")),
                409,
                "LimitExceeded",
                "Cannot exceed quota for AccessKeysPerUser: 2");
        refused(
                () -> iam.deleteUser(delete -> delete.userName("ana")),
                409,
                "DeleteConflict",
                "Cannot delete entity, must remove referenced objects first.");
        assertThat(iam.getAccessKeyLastUsed(get -> get.accessKeyId(first.accessKeyId())).userName())
                .isEqualTo("ana");
        iam.listAccessKeys(list -> list.userName("ana"))
                .accessKeyMetadata()
                .forEach(key ->
                        iam.deleteAccessKey(
                                delete -> delete.userName("ana").accessKeyId(key.accessKeyId())));
        iam.deleteUser(delete -> delete.userName("ana"));
        assertThat(iam.listUsers().users()).isEmpty();
    }

    @Test
    void tagsAreMergedAndRemoved() {
        role("delivery");
        iam.tagRole(tags -> tags.roleName("delivery").tags(tag("a", "1"), tag("b", "2")));
        iam.tagRole(tags -> tags.roleName("delivery").tags(tag("a", "3")));
        iam.untagRole(untag -> untag.roleName("delivery").tagKeys("b"));
        assertThat(iam.listRoleTags(list -> list.roleName("delivery")).tags())
                .containsExactly(tag("a", "3"));
    }

    private void role(String name) {
        iam.createRole(create -> create.roleName(name).assumeRolePolicyDocument(TRUST));
    }

    private void attach(String policyArn) {
        iam.attachRolePolicy(attach -> attach.roleName("delivery").policyArn(policyArn));
    }

    @Test
    void whoNamesNobodyMeansHimself() {
        assertThat(iam.getUser().user().arn()).isEqualTo("arn:aws:iam::123456789012:root");
        assertThat(iam.getUser().user().userId()).isEqualTo("123456789012");
        assertThat(iam.getUser().user().userName()).isNull();
        AccessKey made = iam.createAccessKey().accessKey();
        assertThat(iam.listAccessKeys().accessKeyMetadata())
                .extracting(AccessKeyMetadata::accessKeyId)
                .containsExactlyInAnyOrder(made.accessKeyId(), RunningIam.ROOT.accessKeyId());
        try (IamClient second =
                server.iam(
                        AwsBasicCredentials.create(made.accessKeyId(), made.secretAccessKey()))) {
            assertThat(second.getUser().user().arn()).endsWith(":root");
            iam.updateAccessKey(
                    update -> update.accessKeyId(made.accessKeyId()).status(StatusType.INACTIVE));
            assertThatThrownBy(second::getUser).isInstanceOf(IamException.class);
        }
        refused(
                iam::createAccessKey,
                409,
                "LimitExceeded",
                "Cannot exceed quota for AccessKeysPerUser: 2");
        iam.deleteAccessKey(delete -> delete.accessKeyId(made.accessKeyId()));
        refused(
                () ->
                        iam.deleteAccessKey(
                                delete -> delete.accessKeyId(RunningIam.ROOT.accessKeyId())),
                400,
                "UnmodifiableEntity",
                "The access key "
                        + RunningIam.ROOT.accessKeyId()
                        + " is the one that Hydrant was started with: change it in the credentials"
                        + " file of the data directory or in the server's settings.");
    }

    @Test
    void theAccountIsSummedUp() {
        user("ana");
        role("delivery");
        assertThat(iam.getAccountSummary().summaryMapAsStrings())
                .containsEntry("Users", 1)
                .containsEntry("Roles", 1)
                .containsEntry("Policies", 0)
                .containsEntry("AccountMFAEnabled", 0);
        assertThat(iam.listAccountAliases().accountAliases()).isEmpty();
    }

    @Test
    void aPolicyWithoutTagsHasAnEmptyListOfThem() {
        String arn =
                iam.createPolicy(create -> create.policyName("write").policyDocument(WRITE))
                        .policy()
                        .arn();
        assertThat(iam.getPolicy(get -> get.policyArn(arn)).policy().hasTags()).isTrue();
    }

    private AccessKey user(String name) {
        iam.createUser(create -> create.userName(name));
        return iam.createAccessKey(create -> create.userName(name)).accessKey();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String decoded(String document) {
        return URLDecoder.decode(document, StandardCharsets.UTF_8);
    }

    private static void refused(ThrowingCallable call, int status, String code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        IamException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(text);
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.statusCode()).isEqualTo(status);
                        });
    }
}
