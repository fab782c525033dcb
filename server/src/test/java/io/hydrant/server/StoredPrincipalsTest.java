package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;

/// Whom trust policies and buckets' policies name: identities, not names. In policies here `'`
/// stands for `"`.
class StoredPrincipalsTest {
    private static final String CARL = "arn:aws:iam::000000000000:user/carl";
    private static final String READER = "arn:aws:iam::000000000000:role/reader";
    private static final String SESSION = "arn:aws:sts::000000000000:assumed-role/reader/work";

    @TempDir Path data;
    private RunningAccount account;

    @BeforeEach
    void start() throws IOException {
        account = new RunningAccount(data);
        account.s3.createBucket(create -> create.bucket("films"));
        account.s3.putObject(put -> put.bucket("films").key("k"), RequestBody.fromString("Alien"));
    }

    @AfterEach
    void stop() {
        account.close();
    }

    @Test
    void aNamesakeOfADeletedUserGetsNothing() {
        AwsCredentials carl = account.user("carl");
        String policy = reading(CARL);
        account.s3.putBucketPolicy(put -> put.bucket("films").policy(policy));
        role("reader", trusting(CARL));
        assertThat(read(carl)).isEqualTo("Alien");
        account.assume(carl, "reader");
        assertThat(account.bucketPolicy("films")).isEqualTo(policy);
        assertThat(account.trustPolicy("reader")).isEqualTo(trusting(CARL));

        String id = account.iam.getUser(get -> get.userName("carl")).user().userId();
        account.deleteUser("carl");
        AwsCredentials namesake = account.user("carl");
        denied(() -> read(namesake));
        denied(() -> account.assume(namesake, "reader"));
        assertThat(account.bucketPolicy("films")).isEqualTo(reading(id));
        assertThat(account.trustPolicy("reader")).isEqualTo(trusting(id));
    }

    @Test
    void aUserWithAnotherNameIsTheSame() throws IOException {
        AwsCredentials carl = account.user("carl");
        account.s3.putBucketPolicy(put -> put.bucket("films").policy(reading(CARL)));
        role("reader", trusting(CARL));
        String id = account.iam.getUser(get -> get.userName("carl")).user().userId();
        AwsCredentials session = account.session(carl);

        account.iam.updateUser(u -> u.userName("Carl").newUserName("carla").newPath("/team/"));

        for (int start = 0; start < 2; start++) {
            assertThat(read(carl)).isEqualTo("Alien");
            assertThat(read(session)).isEqualTo("Alien");
            account.assume(carl, "reader");
            String arn = "arn:aws:iam::000000000000:user/team/carla";
            assertThat(account.bucketPolicy("films")).isEqualTo(reading(arn));
            assertThat(account.trustPolicy("reader")).isEqualTo(trusting(arn));
            assertThat(account.iam.getUser(get -> get.userName("carla")).user().userId())
                    .isEqualTo(id);
            assertThat(account.iam.listAccessKeys(l -> l.userName("carla")).accessKeyMetadata())
                    .hasSize(1);
            assertThatThrownBy(() -> account.iam.getUser(get -> get.userName("carl")))
                    .hasMessageContaining("cannot be found");
            account.close();
            account = new RunningAccount(data);
        }
        AwsCredentials namesake = account.user("carl");
        denied(() -> read(namesake));
        assertThatThrownBy(
                        () -> account.iam.updateUser(u -> u.userName("carla").newUserName("carl")))
                .hasMessageContaining("User with name carl already exists.");
        account.iam.updateUser(u -> u.userName("carla").newUserName("CARLA"));
        assertThat(read(carl)).isEqualTo("Alien");
    }

    /// As the user was and as it will be.
    @Test
    void anotherNameTakesThePermissionForBoth() {
        AwsCredentials ana = account.user("ana");
        account.user("carl");
        try (IamClient iam = account.client(IamClient.builder(), ana)) {
            for (String allowed : List.of("user/carl", "user/boss", "user/c*")) {
                account.iam.putUserPolicy(put ->
                        put.userName("ana")
                                .policyName("p")
                                .policyDocument(
                                        json(
                                                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'iam:UpdateUser','Resource':'arn:aws:iam::000000000000:"
                                                        + allowed
                                                        + "'}]}")));
                denied(() -> iam.updateUser(u -> u.userName("carl").newUserName("boss")));
            }
            iam.updateUser(u -> u.userName("carl").newUserName("chief"));
        }
    }

    @Test
    void aDenialOfADeletedUserIsNotThatOfANamesake() {
        AwsCredentials ana = account.user("ana");
        account.user("carl");
        role("reader", trusting("arn:aws:iam::000000000000:user/ana"));
        account.s3.putBucketPolicy(put ->
                put.bucket("films")
                        .policy(
                                json(
                                        "{'Version':'2012-10-17','Statement':[{'Effect':'Deny','NotPrincipal':{'AWS':'"
                                                + CARL
                                                + "'},'Action':'s3:GetObject','Resource':'arn:aws:s3:::films/*'}]}")));
        account.deleteUser("carl");
        AwsCredentials namesake = account.user("carl");
        account.iam.attachUserPolicy(attach ->
                attach.userName("carl")
                        .policyArn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"));
        denied(() -> read(namesake));
        account.assume(ana, "reader");
    }

    @ParameterizedTest
    @ValueSource(strings = {READER, SESSION})
    void aRoleOfTheSameNameIsAnotherRole(String principal) {
        AwsCredentials ana = account.user("ana");
        String trust = trusting("arn:aws:iam::000000000000:user/ana");
        role("reader", trust);
        account.s3.putBucketPolicy(put -> put.bucket("films").policy(reading(principal)));
        AwsCredentials session = account.assume(ana, "reader");
        assertThat(read(session)).isEqualTo("Alien");
        assertThat(account.bucketPolicy("films")).isEqualTo(reading(principal));

        String id = account.iam.getRole(get -> get.roleName("reader")).role().roleId();
        account.iam.deleteRole(delete -> delete.roleName("reader"));
        role("reader", trust);
        AwsCredentials another = account.assume(ana, "reader");
        denied(() -> read(another));
        assertThat(account.bucketPolicy("films"))
                .isEqualTo(reading(principal.equals(SESSION) ? id + ":work" : id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:iam::000000000000:user/none",
                "arn:aws:iam::000000000000:user/CARL",
                "arn:aws:iam::000000000000:user/team/carl",
                "arn:aws:iam::000000000000:role/carl",
                "arn:aws:iam::000000000000:role/none",
                "arn:aws:sts::000000000000:assumed-role/none/work",
                "arn:aws:sts::000000000000:federated-user/carl",
                "arn:aws-cn:iam::000000000000:user/carl",
                "arn:aws:iam::000000000000:group/carl",
                "arn:aws:iam::000000000000:user/*",
                "AIDAQAAAAAAAAAAAAAAAA",
                "AROAQAAAAAAAAAAAAAAAA:work",
                "carl",
            })
    void aPrincipalThatIsNotThereIsRefused(String principal) {
        account.user("carl");
        refused(
                () ->
                        account.s3.putBucketPolicy(
                                put -> put.bucket("films").policy(reading(principal))),
                "MalformedPolicy",
                "Invalid principal in policy");
        refused(
                () -> role("reader", trusting(principal)),
                "MalformedPolicyDocument",
                "Invalid principal in policy: \"AWS\":\"" + principal + "\"");
        role("reader", trusting("000000000000"));
        refused(
                () ->
                        account.iam.updateAssumeRolePolicy(update ->
                                update.roleName("reader").policyDocument(trusting(principal))),
                "MalformedPolicyDocument",
                "Invalid principal in policy: \"AWS\":\"" + principal + "\"");
        assertThat(account.trustPolicy("reader")).isEqualTo(trusting("000000000000"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000000000000",
                "arn:aws:iam::000000000000:root",
                "arn:aws:iam::111122223333:root",
                "111122223333",
                "arn:aws:iam::111122223333:user/eve",
                "arn:aws:iam::111122223333:role/team/reader",
                "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity EH1HDMB1FH2TC",
            })
    void accountsAndWhoIsOfOthersMayBeNamed(String principal) {
        account.s3.putBucketPolicy(put -> put.bucket("films").policy(reading(principal)));
        assertThat(account.bucketPolicy("films")).isEqualTo(reading(principal));
    }

    @Test
    void aTemplateMayNameTheRoleThatItMakes() throws InterruptedException {
        assertThat(
                        account.stack(
                                        "s",
                                        """
                                        Resources:
                                          Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: own}}
                                          Role:
                                            Type: AWS::IAM::Role
                                            Properties:
                                              RoleName: made
                                              AssumeRolePolicyDocument:
                                                Version: '2012-10-17'
                                                Statement: [{Effect: Allow, Principal: {AWS: !Ref AWS::AccountId}, Action: 'sts:AssumeRole'}]
                                          Follower:
                                            Type: AWS::IAM::Role
                                            Properties:
                                              AssumeRolePolicyDocument:
                                                Version: '2012-10-17'
                                                Statement: [{Effect: Allow, Principal: {AWS: !GetAtt Role.Arn}, Action: 'sts:AssumeRole'}]
                                          Policy:
                                            Type: AWS::S3::BucketPolicy
                                            Properties:
                                              Bucket: !Ref Bucket
                                              PolicyDocument:
                                                Version: '2012-10-17'
                                                Statement: [{Effect: Allow, Principal: {AWS: [!GetAtt Role.Arn]}, Action: 's3:GetObject', Resource: !Sub '${Bucket.Arn}/*'}]
                                        """)
                                .stackStatus())
                .isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(account.bucketPolicy("own")).contains("\"arn:aws:iam::000000000000:role/made\"");
        String id = account.iam.getRole(get -> get.roleName("made")).role().roleId();
        account.iam.deleteRole(delete -> delete.roleName("made"));
        assertThat(account.bucketPolicy("own")).contains('"' + id + '"');
    }

    @Test
    void aTemplateThatNamesNobodyFails() throws InterruptedException {
        assertThat(
                        account.stack(
                                        "s",
                                        """
                                        Resources:
                                          Policy:
                                            Type: AWS::S3::BucketPolicy
                                            Properties:
                                              Bucket: films
                                              PolicyDocument:
                                                Version: '2012-10-17'
                                                Statement: [{Effect: Allow, Principal: {AWS: 'arn:aws:iam::000000000000:role/none'}, Action: 's3:GetObject', Resource: 'arn:aws:s3:::films/*'}]
                                        """)
                                .stackStatus())
                .isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(
                        account.cloudFormation
                                .describeStackEvents(events -> events.stackName("s"))
                                .stackEvents())
                .anySatisfy(event ->
                        assertThat(event.resourceStatusReason())
                                .contains("Invalid principal in policy"));
    }

    /// Policies as versions of Hydrant before this kept them: with ARNs.
    @Test
    void policiesOfAnOlderDataDirectoryGoOnAndAreThenIdentities() throws Exception {
        AwsCredentials carl = account.user("carl");
        account.user("gone");
        String gone = "arn:aws:iam::000000000000:user/gone";
        account.s3.putBucketPolicy(put -> put.bucket("films").policy(reading(CARL)));
        role("reader", trusting(CARL));
        role("other", trusting(gone));
        String carlsId = account.iam.getUser(get -> get.userName("carl")).user().userId();
        String gonesId = account.iam.getUser(get -> get.userName("gone")).user().userId();
        account.deleteUser("gone");
        account.close();
        replace("catalog.db", "iam_entity", "document", carlsId + "\\\"", CARL + "\\\"");
        replace("catalog.db", "iam_entity", "document", gonesId + "\\\"", gone + "\\\"");
        replace("s3/index.db", "bucket_document", "body", carlsId, CARL);

        account = new RunningAccount(data);
        assertThat(read(carl)).isEqualTo("Alien");
        account.assume(carl, "reader");
        assertThat(account.trustPolicy("reader")).isEqualTo(trusting(CARL));
        AwsCredentials namesakeOfGone = account.user("gone");
        denied(() -> account.assume(namesakeOfGone, "other"));
        assertThat(account.trustPolicy("other")).doesNotContain(gone).contains("\"AIDA");
        account.deleteUser("carl");
        AwsCredentials namesake = account.user("carl");
        denied(() -> read(namesake));
        denied(() -> account.assume(namesake, "reader"));
        account.close();
        account = new RunningAccount(data);
        denied(() -> read(namesake));
        denied(() -> account.assume(namesakeOfGone, "other"));
    }

    private void replace(String database, String table, String column, String from, String to)
            throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve(database));
                PreparedStatement update =
                        connection.prepareStatement(
                                "UPDATE "
                                        + table
                                        + " SET "
                                        + column
                                        + " = replace("
                                        + column
                                        + ", ?, ?) WHERE "
                                        + column
                                        + " LIKE '%AssumeRole%' OR "
                                        + column
                                        + " LIKE '%s3:GetObject%'")) {
            update.setString(1, from);
            update.setString(2, to);
            assertThat(update.executeUpdate()).isPositive();
        }
    }

    private void role(String name, String trust) {
        account.iam.createRole(create -> create.roleName(name).assumeRolePolicyDocument(trust));
    }

    private String read(AwsCredentials caller) {
        try (S3Client s3 = account.s3(caller)) {
            return s3.getObjectAsBytes(get -> get.bucket("films").key("k")).asUtf8String();
        }
    }

    private static String reading(String principal) {
        return json(
                """
                {'Version': '2012-10-17', 'Id': '%s',
                 'Statement': [{'Effect': 'Allow', 'Principal': {'AWS': ['%s']},
                                'Action': 's3:GetObject', 'Resource': 'arn:aws:s3:::films/*'}]}
                """
                        .formatted("é".repeat(5_000), principal));
    }

    private static String trusting(String principal) {
        return json(
                "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'AWS':'"
                        + principal
                        + "'},'Action':'sts:AssumeRole'}]}");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static void denied(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
    }

    private static void refused(ThrowingCallable call, String code, String text) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(text);
                        });
    }
}
