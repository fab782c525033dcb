package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.iam.IamClient;

/// Who may ask CloudFormation for what, and with what permissions it does it. In policies here `'`
/// stands for `"`.
class StackAuthorityTest {
    private static final String INERT =
            "{\"Resources\":{\"W\":{\"Type\":\"AWS::CloudFormation::WaitConditionHandle\"}}}";

    @TempDir Path data;
    private RunningAccount account;

    @BeforeEach
    void start() throws IOException {
        account = new RunningAccount(data);
    }

    @AfterEach
    void stop() {
        account.close();
    }

    @Test
    void aChangeSetIsDeletedByThoseAloneWhoMayDeleteThoseOfItsStack() throws Exception {
        String id = changeSet("other");
        changeSet("mine");
        AwsCredentials ana =
                user(
                        "ana",
                        "{'Effect':'Allow','Action':'cloudformation:*','Resource':'arn:aws:cloudformation:*:*:stack/mine/*'}");
        try (CloudFormationClient stacks = account.client(CloudFormationClient.builder(), ana)) {
            assertThatThrownBy(() ->
                            stacks.deleteChangeSet(d -> d.stackName("mine").changeSetName(id)))
                    .hasMessageContaining(
                            "not authorized to perform: cloudformation:DeleteChangeSet");
            stacks.deleteChangeSet(d -> d.stackName("mine").changeSetName("c"));
        }
        account.cloudFormation.describeChangeSet(d -> d.changeSetName(id));
    }

    @Test
    void aStacksRoleMustBePassedOnAndTrustCloudFormation() {
        role("trusting", "cloudformation.amazonaws.com");
        role("other", "firehose.amazonaws.com");
        AwsCredentials ana =
                user("ana", "{'Effect':'Allow','Action':'cloudformation:*','Resource':'*'}");
        try (CloudFormationClient stacks = account.client(CloudFormationClient.builder(), ana)) {
            assertThatThrownBy(() ->
                            stacks.createStack(c ->
                                    c.stackName("s").templateBody(INERT).roleARN(arn("trusting"))))
                    .hasMessageContaining("not authorized to perform: iam:PassRole");
            account.iam.putUserPolicy(put ->
                    put.userName("ana")
                            .policyName("pass")
                            .policyDocument(
                                    policy(
                                            "{'Effect':'Allow','Action':'iam:PassRole','Resource':'*','Condition':{'StringEquals':{'iam:PassedToService':'cloudformation.amazonaws.com'}}}")));
            assertThatThrownBy(() ->
                            stacks.createStack(c ->
                                    c.stackName("s").templateBody(INERT).roleARN(arn("other"))))
                    .hasMessageContaining(
                            "Role " + arn("other") + " is invalid or cannot be assumed");
            stacks.createStack(c -> c.stackName("s").templateBody(INERT).roleARN(arn("trusting")));
        }
    }

    /// As the CDK's bootstrap roles are used: who asks may make nothing, and the role may.
    @Test
    void resourcesAreMadeAndRemovedByTheStacksRole() throws Exception {
        role("maker", "cloudformation.amazonaws.com");
        account.iam.putRolePolicy(put ->
                put.roleName("maker")
                        .policyName("p")
                        .policyDocument(
                                policy(
                                        "{'Effect':'Allow','Action':'s3:*','Resource':'arn:aws:s3:::made*'}")));
        AwsCredentials ana =
                user(
                        "ana",
                        "{'Effect':'Allow','Action':['cloudformation:*','iam:PassRole'],'Resource':'*'}");
        AwsCredentials ben =
                user("ben", "{'Effect':'Allow','Action':'cloudformation:*','Resource':'*'}");
        try (CloudFormationClient passing = account.client(CloudFormationClient.builder(), ana);
                CloudFormationClient stacks = account.client(CloudFormationClient.builder(), ben)) {
            passing.createChangeSet(create ->
                    create.stackName("role")
                            .changeSetName("c")
                            .changeSetType(ChangeSetType.CREATE)
                            .roleARN(arn("maker"))
                            .templateBody(bucket("made")));
            stacks.executeChangeSet(execute -> execute.stackName("role").changeSetName("c"));
            assertThat(account.settled("role").stackStatusAsString()).isEqualTo("CREATE_COMPLETE");
            stacks.updateStack(
                    update -> update.stackName("role").templateBody(bucket("made-anew")));
            assertThat(account.settled("role").stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
            stacks.updateStack(update -> update.stackName("role").templateBody(bucket("other")));
            assertThat(account.settled("role").stackStatusAsString())
                    .isEqualTo("UPDATE_ROLLBACK_COMPLETE");
            String id =
                    stacks.describeStacks(d -> d.stackName("role")).stacks().getFirst().stackId();
            assertThat(stacks.describeStackEvents(d -> d.stackName("role")).stackEvents())
                    .anySatisfy(event ->
                            assertThat(event.resourceStatusReason())
                                    .contains(":assumed-role/maker/cloudformation.amazonaws.com"));
            stacks.deleteStack(delete -> delete.stackName("role"));
            assertThat(account.settled(id).stackStatusAsString()).isEqualTo("DELETE_COMPLETE");
            stacks.createStack(
                    create -> create.stackName("own").templateBody(bucket("made-by-ben")));
            assertThat(account.settled("own").stackStatusAsString()).isEqualTo("ROLLBACK_COMPLETE");
        }
    }

    private static String bucket(String name) {
        return "Resources: {B: {Type: 'AWS::S3::Bucket', Properties: {BucketName: " + name + "}}}";
    }

    @Test
    void aBucketThatTakesTlsAloneIsMadeAndUndoneByItsStackAndItsPolicyByRoot() throws Exception {
        String template =
                """
                Resources:
                  B: {Type: AWS::S3::Bucket, Properties: {BucketName: locked}}
                  P:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref B
                      PolicyDocument:
                        Version: '2012-10-17'
                        Statement:
                          - {Effect: Deny, Principal: '*', Action: 's3:*', Resource: ['arn:aws:s3:::locked', 'arn:aws:s3:::locked/*'], Condition: {Bool: {'aws:SecureTransport': 'false'}}}
                """;
        assertThat(account.stack("locked", template).stackStatusAsString())
                .isEqualTo("CREATE_COMPLETE");
        assertThatThrownBy(() -> account.s3.listObjectsV2(l -> l.bucket("locked")))
                .hasMessageContaining("explicit deny");
        assertThat(account.bucketPolicy("locked")).contains("aws:SecureTransport");
        String id =
                account.cloudFormation
                        .describeStacks(d -> d.stackName("locked"))
                        .stacks()
                        .getFirst()
                        .stackId();
        account.cloudFormation.deleteStack(d -> d.stackName("locked"));
        assertThat(account.settled(id).stackStatusAsString()).isEqualTo("DELETE_COMPLETE");
    }

    @Test
    void whoMayGiveOutPermissionsUnderABoundaryMayDoAllOfItUnderThatBoundary() {
        String boundary =
                account.iam
                        .createPolicy(create ->
                                create.policyName("bounds")
                                        .policyDocument(
                                                policy(
                                                        "{'Effect':'Allow','Action':'s3:*','Resource':'*'}")))
                        .policy()
                        .arn();
        AwsCredentials ana =
                user(
                        "ana",
                        "{'Effect':'Allow','Action':['iam:CreateRole','iam:PutRolePolicy','iam:DeleteRolePolicy'],'Resource':'*','Condition':{'StringEquals':{'iam:PermissionsBoundary':'"
                                + boundary
                                + "'}}}");
        String trust =
                policy(
                        "{'Effect':'Allow','Principal':{'Service':'firehose.amazonaws.com'},'Action':'sts:AssumeRole'}");
        String all = policy("{'Effect':'Allow','Action':'*','Resource':'*'}");
        role("free", "firehose.amazonaws.com");
        try (var iam = account.client(IamClient.builder(), ana)) {
            iam.createRole(create ->
                    create.roleName("bound")
                            .assumeRolePolicyDocument(trust)
                            .permissionsBoundary(boundary));
            iam.putRolePolicy(put -> put.roleName("bound").policyName("p").policyDocument(all));
            iam.deleteRolePolicy(delete -> delete.roleName("bound").policyName("p"));
            assertThatThrownBy(() ->
                            iam.putRolePolicy(put ->
                                    put.roleName("free").policyName("p").policyDocument(all)))
                    .hasMessageContaining("not authorized to perform: iam:PutRolePolicy");
        }
    }

    @Test
    void aStacksStreamIsGivenNoRoleOfAnotherAccountAndNoneThatItsMakerMayNotPass()
            throws Exception {
        role("trusting", "firehose.amazonaws.com");
        String template =
                """
                {"Resources":{"S":{"Type":"AWS::KinesisFirehose::DeliveryStream","Properties":
                {"ExtendedS3DestinationConfiguration":{"RoleARN":"%s","BucketARN":"arn:aws:s3:::b",
                "S3BackupConfiguration":{"RoleARN":"%s","BucketARN":"arn:aws:s3:::b"}}}}}}
                """;
        String foreign = "arn:aws:iam::111111111111:role/r";
        assertThat(failure("a", template.formatted(arn("trusting"), foreign)))
                .contains("not authorized to perform: iam:PassRole on resource: " + foreign);
        assertThat(failure("b", template.formatted(foreign, arn("trusting"))))
                .contains("not authorized to perform: iam:PassRole on resource: " + foreign);
    }

    @Test
    void halfACharacterIsInNoTemplate() {
        for (String text :
                List.of(
                        INERT.replace("{\"Resources", "{\"Description\":\"\\ud800\",\"Resources"),
                        "Description: \"\\ud800\"\nResources: {W: {Type: AWS::CDK::Metadata}}")) {
            assertThatThrownBy(() ->
                            account.cloudFormation.createStack(
                                    c -> c.stackName("s").templateBody(text)))
                    .hasMessageContaining("not well-formed");
        }
    }

    /// Why the first resource of a stack that cannot be made is not made.
    private String failure(String stack, String template) throws InterruptedException {
        assertThat(account.stack(stack, template).stackStatusAsString())
                .isEqualTo("ROLLBACK_COMPLETE");
        return account
                .cloudFormation
                .describeStackEvents(d -> d.stackName(stack))
                .stackEvents()
                .stream()
                .filter(event -> event.resourceStatusAsString().equals("CREATE_FAILED"))
                .toList()
                .getLast()
                .resourceStatusReason();
    }

    private String changeSet(String stack) {
        return account.cloudFormation
                .createChangeSet(create ->
                        create.stackName(stack)
                                .changeSetName("c")
                                .changeSetType(ChangeSetType.CREATE)
                                .templateBody(INERT))
                .id();
    }

    private AwsCredentials user(String name, String statement) {
        AwsCredentials user = account.user(name);
        account.iam.putUserPolicy(
                put -> put.userName(name).policyName("p").policyDocument(policy(statement)));
        return user;
    }

    private void role(String name, String service) {
        account.iam.createRole(create ->
                create.roleName(name)
                        .assumeRolePolicyDocument(
                                policy(
                                        "{'Effect':'Allow','Principal':{'Service':'"
                                                + service
                                                + "'},'Action':'sts:AssumeRole'}")));
    }

    private static String arn(String role) {
        return "arn:aws:iam::000000000000:role/" + role;
    }

    private static String policy(String statement) {
        return ("{'Version':'2012-10-17','Statement':[" + statement + "]}").replace('\'', '"');
    }
}
