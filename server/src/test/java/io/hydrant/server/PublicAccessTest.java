package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
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
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketCannedACL;
import software.amazon.awssdk.services.s3.model.Grant;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.Permission;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.Type;

/// Buckets are closed to the public until someone opens them: by the block of public access, by
/// policies, and never by access control lists.
class PublicAccessTest {
    private static final String OPEN =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::films/*"}]}\
            """;
    private static final String NO_LISTS = "AccessControlListNotSupported";

    @TempDir Path data;
    private RunningAccount account;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        account = new RunningAccount(data);
        s3 = account.s3;
        s3.createBucket(create -> create.bucket("films"));
        s3.putObject(put -> put.bucket("films").key("k"), RequestBody.fromString("Alien"));
    }

    @AfterEach
    void stop() {
        account.close();
    }

    @Test
    void aNewBucketTakesNoPublicPolicy() throws Exception {
        assertThat(block()).isEqualTo(settings(true, true, true, true));
        refused(
                403,
                "AccessDenied",
                "User: arn:aws:iam::000000000000:root is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::films\" because public policies are blocked by the BlockPublicPolicy block public access setting.",
                () -> s3.putBucketPolicy(put -> put.bucket("films").policy(OPEN)));
        assertThat(stranger().statusCode()).isEqualTo(403);
        refused(
                404,
                "NoSuchBucketPolicy",
                "The bucket policy does not exist",
                () -> s3.getBucketPolicyStatus(get -> get.bucket("films")));
    }

    @Test
    void aPublicPolicyOpensABucketThatIsNotBlocked() throws Exception {
        s3.deletePublicAccessBlock(delete -> delete.bucket("films"));
        refused(
                404,
                "NoSuchPublicAccessBlockConfiguration",
                "The public access block configuration was not found",
                this::block);
        s3.putBucketPolicy(put -> put.bucket("films").policy(OPEN));
        assertThat(s3.getBucketPolicyStatus(get -> get.bucket("films")).policyStatus().isPublic())
                .isTrue();
        assertThat(stranger().body()).isEqualTo("Alien");
    }

    @Test
    void aRestrictedBucketLetsInItsOwnAccountOnly() throws Exception {
        putBlock(block -> block.restrictPublicBuckets(true));
        assertThat(block()).isEqualTo(settings(false, false, false, true));
        s3.putBucketPolicy(put -> put.bucket("films").policy(OPEN));
        assertThat(stranger().statusCode()).isEqualTo(403);
        assertThat(read(account.user("ana"))).isEqualTo("Alien");
        putBlock(block -> block.blockPublicPolicy(true));
        assertThat(stranger().body()).isEqualTo("Alien"); // what is stored stays
        String narrow =
                OPEN.replace(
                        "\"Action\"",
                        "\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":[\"127.0.0.0/8\",\"::1\"]}},\"Action\"");
        s3.putBucketPolicy(put -> put.bucket("films").policy(narrow));
        assertThat(s3.getBucketPolicyStatus(get -> get.bucket("films")).policyStatus().isPublic())
                .isFalse();
        putBlock(block -> block.restrictPublicBuckets(true));
        assertThat(stranger().body()).isEqualTo("Alien");
    }

    @Test
    void whatIsNoSettingIsRefused() {
        refused(
                400,
                "InvalidRequest",
                "Must specify at least one configuration.",
                () -> putBlock(block -> {}));
        refused(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema",
                () -> putOwnership("films", "nope"));
    }

    @Test
    void templatesAreBlockedLikewise() throws InterruptedException {
        String template =
                """
                Resources:
                  Bucket:
                    Type: AWS::S3::Bucket
                    Properties:
                      BucketName: own
                %s
                  Policy:
                    Type: AWS::S3::BucketPolicy
                    Properties:
                      Bucket: !Ref Bucket
                      PolicyDocument:
                        Version: '2012-10-17'
                        Statement: [{Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: !Sub '${Bucket.Arn}/*'}]
                """;
        assertThat(account.stack("closed", template.formatted("")).stackStatus())
                .isEqualTo(StackStatus.ROLLBACK_COMPLETE);
        assertThat(
                        account.cloudFormation
                                .describeStackEvents(events -> events.stackName("closed"))
                                .stackEvents())
                .anySatisfy(event ->
                        assertThat(event.resourceStatusReason())
                                .contains("public policies are blocked by the BlockPublicPolicy"));
        String open =
                template.formatted(
                        "      PublicAccessBlockConfiguration: {BlockPublicPolicy: false}");
        assertThat(account.stack("open", open).stackStatus())
                .isEqualTo(StackStatus.CREATE_COMPLETE);
        assertThat(
                        s3.getPublicAccessBlock(get -> get.bucket("own"))
                                .publicAccessBlockConfiguration())
                .isEqualTo(settings(false, false, false, false));
        account.cloudFormation.updateStack(
                update -> update.stackName("open").templateBody(template.formatted("")));
        assertThat(account.settled("open").stackStatus()).isEqualTo(StackStatus.UPDATE_COMPLETE);
        assertThat(
                        s3.getPublicAccessBlock(get -> get.bucket("own"))
                                .publicAccessBlockConfiguration())
                .isEqualTo(settings(true, true, true, true));
    }

    @Test
    void ownershipIsAsAsked() {
        assertThat(ownership("films")).isEqualTo(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        s3.createBucket(
                create -> create.bucket("writers").objectOwnership(ObjectOwnership.OBJECT_WRITER));
        assertThat(ownership("writers")).isEqualTo(ObjectOwnership.OBJECT_WRITER);
        putOwnership("writers", "BucketOwnerPreferred");
        assertThat(ownership("writers")).isEqualTo(ObjectOwnership.BUCKET_OWNER_PREFERRED);
        s3.deleteBucketOwnershipControls(delete -> delete.bucket("writers"));
        refused(
                404,
                "OwnershipControlsNotFoundError",
                "The bucket ownership controls were not found",
                () -> ownership("writers"));
        refused(
                400,
                "InvalidArgument",
                "Invalid x-amz-object-ownership header: nope",
                () -> s3.createBucket(create -> create.bucket("third").objectOwnership("nope")));
    }

    @Test
    void aListOfTheOwnersOwnIsAccepted() {
        String owner = s3.getBucketAcl(get -> get.bucket("films")).owner().id();
        s3.putBucketAcl(put -> put.bucket("films").acl(BucketCannedACL.PRIVATE));
        s3.putBucketAcl(put -> put.bucket("films").grantFullControl("id=\"" + owner + "\""));
        s3.putBucketAcl(put ->
                put.bucket("films")
                        .accessControlPolicy(list ->
                                list.owner(one -> one.id(owner))
                                        .grants(grant(owner, Permission.FULL_CONTROL))));
        s3.putObjectAcl(
                put -> put.bucket("films").key("k").acl(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL));
        s3.putObject(
                put -> put.bucket("films").key("own").acl(ObjectCannedACL.PRIVATE),
                RequestBody.empty());
        s3.createBucket(create -> create.bucket("own").acl(BucketCannedACL.PRIVATE));
        assertThat(s3.getBucketAcl(get -> get.bucket("films")).grants()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public-read", "public-read-write", "authenticated-read"})
    void noCannedListOpensAnything(String canned) {
        refusedAsList(() -> s3.putBucketAcl(put -> put.bucket("films").acl(canned)));
        refusedAsList(() -> s3.putObjectAcl(put -> put.bucket("films").key("k").acl(canned)));
        refusedAsList(() ->
                s3.putObject(put -> put.bucket("films").key("o").acl(canned), RequestBody.empty()));
        refusedAsList(() ->
                s3.copyObject(copy ->
                        copy.sourceBucket("films")
                                .sourceKey("k")
                                .destinationBucket("films")
                                .destinationKey("o")
                                .acl(canned)));
        refusedAsList(() ->
                s3.createMultipartUpload(create -> create.bucket("films").key("o").acl(canned)));
        refused(
                400,
                "InvalidBucketAclWithObjectOwnership",
                "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
                () -> s3.createBucket(create -> create.bucket("other").acl(canned)));
        refused(
                400,
                "InvalidBucketAclWithBlockPublicAccessError",
                "Bucket cannot have public ACLs set with BlockPublicAccess enabled",
                () ->
                        s3.createBucket(create ->
                                create.bucket("other")
                                        .acl(canned)
                                        .objectOwnership(ObjectOwnership.OBJECT_WRITER)));
        assertThat(s3.listBuckets().buckets()).hasSize(1);
        assertThat(s3.listObjectsV2(list -> list.bucket("films")).keyCount()).isEqualTo(1);
    }

    @Test
    void aBlockedPublicListIsDenied() {
        putOwnership("films", "ObjectWriter");
        refused(
                403,
                "AccessDenied",
                "Access Denied",
                () -> s3.putBucketAcl(put -> put.bucket("films").acl("public-read")));
        s3.deletePublicAccessBlock(delete -> delete.bucket("films"));
        refusedAsList(() -> s3.putBucketAcl(put -> put.bucket("films").acl("public-read")));
    }

    @Test
    void noGrantIsDropped() {
        String owner = s3.getBucketAcl(get -> get.bucket("films")).owner().id();
        String another = "f".repeat(64);
        for (List<Grant> grants :
                List.of(
                        List.of(grant(another, Permission.FULL_CONTROL)),
                        List.of(
                                grant(owner, Permission.FULL_CONTROL),
                                grant(another, Permission.READ)),
                        List.of(grant(owner, Permission.READ)),
                        List.of(group("AllUsers")),
                        List.of(group("LogDelivery")),
                        List.of(byMail()),
                        List.<Grant>of())) {
            refusedAsList(() ->
                    s3.putBucketAcl(put ->
                            put.bucket("films")
                                    .accessControlPolicy(list ->
                                            list.owner(one -> one.id(owner)).grants(grants))));
            refusedAsList(() ->
                    s3.putObjectAcl(put ->
                            put.bucket("films")
                                    .key("k")
                                    .accessControlPolicy(list ->
                                            list.owner(one -> one.id(owner)).grants(grants))));
        }
        for (String grantees :
                List.of(
                        "id=" + another,
                        "id=" + owner + ", id=" + another,
                        "uri=\"http://acs.amazonaws.com/groups/global/AllUsers\"",
                        "emailAddress=\"eve@example.com\"")) {
            refusedAsList(
                    () -> s3.putBucketAcl(put -> put.bucket("films").grantFullControl(grantees)));
            refusedAsList(() ->
                    s3.putObject(
                            put -> put.bucket("films").key("o").grantFullControl(grantees),
                            RequestBody.empty()));
        }
        refusedAsList(() -> s3.putBucketAcl(put -> put.bucket("films").grantRead("id=" + owner)));
    }

    @Test
    void aListThatIsNoneIsRefused() {
        refused(
                400,
                "InvalidArgument",
                "There is no canned ACL of this name",
                () -> s3.putBucketAcl(put -> put.bucket("films").acl("nope")));
        refused(
                400,
                "InvalidArgument",
                "Argument format not recognized",
                () -> s3.putBucketAcl(put -> put.bucket("films").grantRead("eve")));
        refused(
                400,
                "InvalidRequest",
                "Specifying both Canned ACLs and Header Grants is not allowed",
                () -> s3.putBucketAcl(put -> put.bucket("films").acl("private").grantRead("id=x")));
        refused(
                400,
                "MissingSecurityHeader",
                "Your request was missing a required header",
                () -> s3.putBucketAcl(put -> put.bucket("films")));
        refused(
                403,
                "AccessDenied",
                "Access Denied",
                () ->
                        s3.putBucketAcl(put ->
                                put.bucket("films")
                                        .accessControlPolicy(list ->
                                                list.owner(one -> one.id("f".repeat(64)))
                                                        .grants(List.<Grant>of()))));
    }

    private PublicAccessBlockConfiguration block() {
        return s3.getPublicAccessBlock(get -> get.bucket("films")).publicAccessBlockConfiguration();
    }

    private void putBlock(Consumer<PublicAccessBlockConfiguration.Builder> block) {
        s3.putPublicAccessBlock(put -> put.bucket("films").publicAccessBlockConfiguration(block));
    }

    private static PublicAccessBlockConfiguration settings(
            boolean blockAcls, boolean ignoreAcls, boolean blockPolicy, boolean restrict) {
        return PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(blockAcls)
                .ignorePublicAcls(ignoreAcls)
                .blockPublicPolicy(blockPolicy)
                .restrictPublicBuckets(restrict)
                .build();
    }

    private void putOwnership(String bucket, String ownership) {
        OwnershipControlsRule rule =
                OwnershipControlsRule.builder().objectOwnership(ownership).build();
        s3.putBucketOwnershipControls(
                put -> put.bucket(bucket).ownershipControls(controls -> controls.rules(rule)));
    }

    private ObjectOwnership ownership(String bucket) {
        return s3.getBucketOwnershipControls(get -> get.bucket(bucket))
                .ownershipControls()
                .rules()
                .getFirst()
                .objectOwnership();
    }

    private static Grant grant(String id, Permission permission) {
        return Grant.builder()
                .grantee(grantee -> grantee.type(Type.CANONICAL_USER).id(id))
                .permission(permission)
                .build();
    }

    private static Grant group(String name) {
        String path = name.equals("LogDelivery") ? "s3/" : "global/";
        return Grant.builder()
                .grantee(grantee ->
                        grantee.type(Type.GROUP)
                                .uri("http://acs.amazonaws.com/groups/" + path + name))
                .permission(Permission.READ)
                .build();
    }

    private static Grant byMail() {
        return Grant.builder()
                .grantee(grantee ->
                        grantee.type(Type.AMAZON_CUSTOMER_BY_EMAIL).emailAddress("eve@example.com"))
                .permission(Permission.FULL_CONTROL)
                .build();
    }

    private String read(AwsCredentials caller) {
        try (S3Client client = account.s3(caller)) {
            return client.getObjectAsBytes(get -> get.bucket("films").key("k")).asUtf8String();
        }
    }

    private HttpResponse<String> stranger() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI object = account.hydrant.endpoint().resolve("/films/k");
            return http.send(
                    HttpRequest.newBuilder(object).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static void refusedAsList(ThrowingCallable call) {
        refused(400, NO_LISTS, "The bucket does not allow ACLs", call);
    }

    private static void refused(int status, String code, String text, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        refusal -> {
                            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(refusal.awsErrorDetails().errorMessage()).isEqualTo(text);
                            assertThat(refusal.statusCode()).isEqualTo(status);
                        });
    }
}
