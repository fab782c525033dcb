package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.iam.ConditionKeys;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;

/// Every condition key that a policy may name, over HTTP: a denial under it denies when it holds,
/// and does not when it does not.
class ConditionKeysTest {
    private static final String BOUNDARY = "arn:aws:iam::aws:policy/AdministratorAccess";
    private static final String ROLE = "arn:aws:iam::000000000000:role/delivery";

    /// Key, operator, a value under which the request is denied, one under which it is not, and the
    /// request.
    private static final String CASES =
            """
            aws:CalledVia                  ForAnyValue:StringEquals cloudformation.amazonaws.com sqs.amazonaws.com stack
            aws:CalledViaFirst             StringEquals        cloudformation.amazonaws.com sqs.amazonaws.com stack
            aws:CalledViaLast              StringEquals        cloudformation.amazonaws.com sqs.amazonaws.com stack
            aws:ViaAWSService              Bool                true  -     stack
            aws:ViaAWSService              Bool                false true  get
            aws:CurrentTime                DateGreaterThan     2020-01-01T00:00:00Z 2099-01-01T00:00:00Z get
            aws:EpochTime                  NumericGreaterThan  1577836800 4070908800 get
            aws:MultiFactorAuthPresent     Bool                false true  session
            aws:MultiFactorAuthPresent     Null                true  false get
            aws:PrincipalAccount           StringEquals        000000000000 111111111111 get
            aws:PrincipalArn               ArnEquals           arn:aws:iam::000000000000:user/ana arn:aws:iam::000000000000:user/bob get
            aws:PrincipalIsAWSService      Bool                false true  get
            aws:PrincipalTag/team          StringEquals        red   blue  get
            aws:PrincipalType              StringEquals        User  AssumedRole get
            aws:Referer                    StringLike          http://here/* http://there/* get
            aws:RequestedRegion            StringEquals        us-east-1 eu-west-1 get
            aws:ResourceAccount            StringEquals        000000000000 111111111111 get
            aws:SecureTransport            Bool                false true  get
            aws:SourceIp                   IpAddress           127.0.0.0/8 10.0.0.0/8 get
            aws:TokenIssueTime             DateGreaterThan     2020-01-01T00:00:00Z 2099-01-01T00:00:00Z session
            aws:UserAgent                  StringLike          *aws-sdk-java* curl* get
            aws:userid                     StringEquals        $ID   AIDA1 get
            aws:username                   StringEquals        ana   bob   get
            s3:authType                    StringEquals        REST-HEADER REST-QUERY-STRING get
            s3:authType                    StringEquals        REST-QUERY-STRING REST-HEADER presigned
            s3:ResourceAccount             StringEquals        000000000000 111111111111 get
            s3:signatureAge                NumericLessThan     600000 0    presigned
            s3:signatureversion            StringEquals        AWS4-HMAC-SHA256 AWS get
            s3:TlsVersion                  Null                true  false get
            s3:x-amz-content-sha256        StringLike          *     none  get
            s3:prefix                      StringEquals        a/    b/    list
            s3:delimiter                   StringEquals        /     :     list
            s3:max-keys                    NumericEquals       7     8     list
            s3:VersionId                   StringEquals        $VERSION null version
            s3:ExistingObjectTag/kind      StringEquals        film  book  get
            s3:RequestObjectTag/kind       StringEquals        film  book  put
            s3:RequestObjectTagKeys        ForAnyValue:StringEquals kind  sort put
            s3:x-amz-acl                   StringEquals        bucket-owner-full-control private put
            s3:x-amz-grant-read            StringLike          id=*  uri=* read
            s3:x-amz-grant-write           StringLike          id=*  uri=* write
            s3:x-amz-grant-read-acp        StringLike          id=*  uri=* read-acp
            s3:x-amz-grant-write-acp       StringLike          id=*  uri=* write-acp
            s3:x-amz-grant-full-control    StringLike          id=*  uri=* full-control
            s3:x-amz-copy-source           StringEquals        films/k films/other copy
            s3:x-amz-metadata-directive    StringEquals        REPLACE COPY copy
            s3:x-amz-server-side-encryption StringEquals       aws:kms AES256 put
            s3:x-amz-server-side-encryption-aws-kms-key-id ArnEquals arn:aws:kms:us-east-1:000000000000:key/a arn:aws:kms:us-east-1:000000000000:key/b put
            s3:x-amz-storage-class         StringEquals        STANDARD_IA STANDARD put
            s3:x-amz-website-redirect-location StringEquals    /there /elsewhere put
            s3:if-none-match               StringEquals        *     ?     put
            s3:if-none-match               Null                false true  put-new
            s3:if-match                    StringLike          *e*   none  put-if
            s3:if-match                    StringLike          *e*   none  delete-if
            s3:LocationConstraint          StringEquals        eu-west-1 eu-west-2 bucket
            s3:x-amz-object-ownership      StringEquals        ObjectWriter BucketOwnerEnforced bucket
            iam:PassedToService            StringEquals        firehose.amazonaws.com lambda.amazonaws.com stream
            iam:AssociatedResourceArn      ArnLike             arn:aws:firehose:*:*:deliverystream/films arn:aws:firehose:*:*:deliverystream/orders stream
            iam:PolicyARN                  ArnEquals           arn:aws:iam::aws:policy/AdministratorAccess arn:aws:iam::aws:policy/IAMFullAccess attach
            iam:PermissionsBoundary        ArnEquals           arn:aws:iam::aws:policy/AdministratorAccess arn:aws:iam::aws:policy/IAMFullAccess user
            aws:RequestTag/kind            StringEquals        film  book  user
            aws:RequestTag/kind            StringEquals        film  book  stream
            aws:TagKeys                    ForAnyValue:StringEquals kind  sort user
            aws:TagKeys                    ForAnyValue:StringEquals kind  sort untag
            aws:ResourceTag/team           StringEquals        green blue  get-user
            aws:ResourceTag/team           StringEquals        green blue  describe
            iam:ResourceTag/team           StringEquals        green blue  get-user
            firehose:ResourceTag/team      StringEquals        green blue  describe
            sts:ExternalId                 StringEquals        secret other assume
            sts:RoleSessionName            StringEquals        work  play  assume
            aws:ResourceTag/team           StringEquals        green blue  assume
            cloudformation:ChangeSetName   StringEquals        first second change-set
            cloudformation:ResourceTypes   ForAnyValue:StringLike AWS::S3::* AWS::IAM::* change-set
            cloudformation:RoleArn         ArnEquals           arn:aws:iam::000000000000:role/delivery arn:aws:iam::000000000000:role/other change-set
            cloudformation:TemplateUrl     StringLike          http://* https://* change-set
            """;

    /// Only services that assume a role bring these: `RoleCheckTest` and `TrustTest` have them, and
    /// `KeyPolicyTest` those of KMS. A customer's key for encryption and a stack's policy are
    /// refused whoever asks for them.
    private static final Set<String> ELSEWHERE =
            Set.of(
                    "aws:PrincipalServiceName",
                    "aws:PrincipalServiceNamesList",
                    "aws:SourceAccount",
                    "aws:SourceArn",
                    "cloudformation:StackPolicyUrl",
                    "kms:BypassPolicyLockoutSafetyCheck",
                    "kms:CallerAccount",
                    "kms:EncryptionContext:*",
                    "kms:EncryptionContextKeys",
                    "kms:RequestAlias",
                    "kms:ResourceAliases",
                    "kms:ViaService",
                    "s3:x-amz-server-side-encryption-customer-algorithm",
                    "ssm:Overwrite",
                    "ssm:Recursive",
                    "ssm:resourceTag/*");

    private interface Call {
        void send() throws Exception;
    }

    @TempDir Path data;
    private RunningAccount account;
    private final Map<String, Call> calls = new HashMap<>();
    private final Map<String, String> values = new HashMap<>();

    @BeforeEach
    void start() throws IOException {
        account = new RunningAccount(data);
    }

    @AfterEach
    void stop() {
        account.close();
    }

    @Test
    void noKeyThatCanBeFilledIsLeftOut() {
        Set<String> covered = new TreeSet<>(ELSEWHERE);
        CASES.lines()
                .forEach(line -> covered.add(line.split(" +", -1)[0].replaceFirst("/.*", "/*")));
        assertThat(covered).containsExactlyInAnyOrderElementsOf(ConditionKeys.filled());
    }

    @Test
    void eachKeyHoldsWhenItShouldAndOnlyThen() throws Exception {
        AwsCredentials ana = prepared();
        try (S3Client s3 = account.s3(ana);
                S3Client session = account.s3(account.session(ana));
                IamClient iam = account.client(IamClient.builder(), ana);
                StsClient sts = account.client(StsClient.builder(), ana);
                FirehoseClient firehose = account.client(FirehoseClient.builder(), ana);
                CloudFormationClient stacks = account.client(CloudFormationClient.builder(), ana);
                S3Presigner presigner = presigner(ana)) {
            callsToS3(s3, session, presigner);
            callsToOthers(iam, sts, firehose, stacks);
            SoftAssertions.assertSoftly(cases -> CASES.lines().forEach(line -> judge(cases, line)));
        }
    }

    private void judge(SoftAssertions cases, String line) {
        String[] columns = line.split(" +", -1);
        String holds = values.getOrDefault(columns[2], columns[2]);
        cases.assertThat(isDenied(columns, holds)).as(line).isTrue();
        if (!columns[3].equals("-")) {
            cases.assertThat(isDenied(columns, columns[3])).as(line).isFalse();
        }
    }

    private AwsCredentials prepared() {
        AwsCredentials ana = account.user("ana");
        account.iam.tagUser(tag -> tag.userName("ana").tags(tagged("team", "red")));
        account.user("bob");
        account.iam.tagUser(tag -> tag.userName("bob").tags(tagged("team", "green")));
        String trust =
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"firehose.amazonaws.com\",\"AWS\":\"arn:aws:iam::000000000000:root\"},\"Action\":\"sts:AssumeRole\"}]}";
        account.iam.createRole(r ->
                r.roleName("delivery")
                        .assumeRolePolicyDocument(trust)
                        .tags(tagged("team", "green")));
        account.s3.createBucket(create -> create.bucket("films"));
        account.s3.putBucketVersioning(
                v -> v.bucket("films").versioningConfiguration(c -> c.status("Enabled")));
        String version =
                account.s3
                        .putObject(
                                put -> put.bucket("films").key("k").tagging("kind=film"),
                                RequestBody.fromString("x"))
                        .versionId();
        values.put("$VERSION", version);
        values.put("$ID", account.iam.getUser(get -> get.userName("ana")).user().userId());
        return ana;
    }

    private static Tag tagged(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private S3Presigner presigner(AwsCredentials credentials) {
        return S3Presigner.builder()
                .endpointOverride(account.hydrant.endpoint())
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    private void callsToS3(S3Client s3, S3Client session, S3Presigner presigner) {
        GetObjectRequest get = GetObjectRequest.builder().bucket("films").key("k").build();
        calls.put(
                "get",
                () ->
                        s3.getObjectAsBytes(
                                get.toBuilder()
                                        .overrideConfiguration(
                                                o -> o.putHeader("Referer", "http://here/page"))
                                        .build()));
        calls.put("session", () -> session.getObjectAsBytes(get));
        calls.put(
                "presigned",
                () -> {
                    var signed =
                            presigner.presignGetObject(p ->
                                    p.getObjectRequest(get)
                                            .signatureDuration(Duration.ofMinutes(5)));
                    int status = status(signed.url());
                    assertThat(status).isIn(200, 403);
                    if (status == 403) {
                        throw denied();
                    }
                });
        calls.put(
                "list",
                () ->
                        s3.listObjects(
                                l -> l.bucket("films").prefix("a/").delimiter("/").maxKeys(7)));
        calls.put(
                "version",
                () ->
                        s3.getObjectAsBytes(
                                get.toBuilder().versionId(values.get("$VERSION")).build()));
        PutObjectRequest put = PutObjectRequest.builder().bucket("films").key("new").build();
        RequestBody body = RequestBody.fromString("x");
        calls.put(
                "put",
                () ->
                        s3.putObject(
                                put.toBuilder()
                                        .tagging("kind=film")
                                        .acl("bucket-owner-full-control")
                                        .serverSideEncryption("aws:kms")
                                        .ssekmsKeyId("arn:aws:kms:us-east-1:000000000000:key/a")
                                        .storageClass("STANDARD_IA")
                                        .websiteRedirectLocation("/there")
                                        .ifNoneMatch("*")
                                        .build(),
                                body));
        calls.put("put-new", () -> s3.putObject(put.toBuilder().ifNoneMatch("*").build(), body));
        calls.put("put-if", () -> s3.putObject(put.toBuilder().ifMatch("e").build(), body));
        calls.put("delete-if", () -> s3.deleteObject(d -> d.bucket("films").key("k").ifMatch("e")));
        calls.put("read", () -> s3.putObject(put.toBuilder().grantRead("id=1").build(), body));
        calls.put("write", () -> s3.createBucket(c -> c.bucket("others").grantWrite("id=1")));
        calls.put(
                "read-acp", () -> s3.putObject(put.toBuilder().grantReadACP("id=1").build(), body));
        calls.put(
                "write-acp",
                () -> s3.putObject(put.toBuilder().grantWriteACP("id=1").build(), body));
        calls.put(
                "full-control",
                () -> s3.putObject(put.toBuilder().grantFullControl("id=1").build(), body));
        calls.put(
                "copy",
                () ->
                        s3.copyObject(c ->
                                c.sourceBucket("films")
                                        .sourceKey("k")
                                        .destinationBucket("films")
                                        .destinationKey("copy")
                                        .metadataDirective("REPLACE")));
        calls.put(
                "bucket",
                () ->
                        s3.createBucket(c ->
                                c.bucket("others")
                                        .objectOwnership("ObjectWriter")
                                        .createBucketConfiguration(
                                                l -> l.locationConstraint("eu-west-1"))));
    }

    private void callsToOthers(
            IamClient iam, StsClient sts, FirehoseClient firehose, CloudFormationClient stacks) {
        calls.put("attach", () -> iam.attachUserPolicy(a -> a.userName("bob").policyArn(BOUNDARY)));
        calls.put(
                "user",
                () ->
                        iam.createUser(c ->
                                c.userName("carl")
                                        .permissionsBoundary(BOUNDARY)
                                        .tags(tagged("kind", "film"))));
        calls.put("untag", () -> iam.untagUser(u -> u.userName("bob").tagKeys("kind")));
        calls.put("get-user", () -> iam.getUser(g -> g.userName("bob")));
        calls.put(
                "assume",
                () ->
                        sts.assumeRole(
                                a -> a.roleArn(ROLE).roleSessionName("work").externalId("secret")));
        calls.put("stream", () -> stream(firehose, "films", "kind", "film"));
        calls.put(
                "describe",
                () -> {
                    if (!firehose.listDeliveryStreams().deliveryStreamNames().contains("orders")) {
                        stream(firehose, "orders", "team", "green");
                    }
                    firehose.describeDeliveryStream(d -> d.deliveryStreamName("orders"));
                });
        String template = "{\"Resources\":{\"B\":{\"Type\":\"AWS::S3::Bucket\"}}}";
        int[] count = {0};
        calls.put(
                "stack",
                () -> {
                    String name = "stack-" + count[0]++;
                    stacks.createStack(c -> c.stackName(name).templateBody(template));
                    if (!account.settled(name).stackStatusAsString().equals("CREATE_COMPLETE")) {
                        throw denied();
                    }
                });
        calls.put(
                "change-set",
                () ->
                        stacks.createChangeSet(c ->
                                c.stackName("changed")
                                        .changeSetName("first")
                                        .changeSetType("CREATE")
                                        .resourceTypes("AWS::S3::Bucket")
                                        .roleARN(ROLE)
                                        .capabilities(Capability.CAPABILITY_IAM)
                                        .templateURL("http://localhost/films/k")));
    }

    private static void stream(FirehoseClient firehose, String name, String key, String value) {
        firehose.createDeliveryStream(c ->
                c.deliveryStreamName(name)
                        .extendedS3DestinationConfiguration(
                                d -> d.roleARN(ROLE).bucketARN("arn:aws:s3:::films"))
                        .tags(
                                software.amazon.awssdk.services.firehose.model.Tag.builder()
                                        .key(key)
                                        .value(value)
                                        .build()));
    }

    private static int status(URL url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(url.toURI()).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    private static AwsServiceException denied() {
        return AwsServiceException.builder().statusCode(403).message("denied").build();
    }

    /// Whether the request of a case is, while a policy denies everything under its condition.
    private boolean isDenied(String[] columns, String value) {
        account.iam.putUserPolicy(put ->
                put.userName("ana")
                        .policyName("p")
                        .policyDocument(
                                """
                                {"Version": "2012-10-17", "Statement": [
                                 {"Effect": "Allow", "Action": "*", "Resource": "*"},
                                 {"Effect": "Deny", "Action": "*", "Resource": "*",
                                  "Condition": {"%s": {"%s": "%s"}}}]}
                                """
                                        .formatted(columns[1], columns[0], value)));
        try {
            Objects.requireNonNull(calls.get(columns[4])).send();
            return false;
        } catch (AwsServiceException refused) {
            String code = String.valueOf(refused.awsErrorDetails());
            return refused.statusCode() == 403 || code.contains("AccessDenied");
        } catch (Exception failed) {
            throw new AssertionError(String.join(" ", columns), failed);
        }
    }
}
