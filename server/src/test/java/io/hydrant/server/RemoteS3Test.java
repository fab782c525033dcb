package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.s3.CredentialsPlace;
import io.hydrant.s3.PutLimits;
import io.hydrant.s3.RemoteS3Settings;
import io.hydrant.testing.S3Proxy;
import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server that delivers into an S3 that is not its own.
class RemoteS3Test {
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":%s,"Action":"sts:AssumeRole"}]}\
            """;
    private static final String FIREHOSE = "{\"Service\":\"firehose.amazonaws.com\"}";
    private static final String ROLE = "arn:aws:iam::000000000000:role/";

    @TempDir Path folder;
    private Optional<RunningAccount> account = Optional.empty();
    private AutoCloseable other = () -> {};

    @AfterEach
    void close() throws Exception {
        account.ifPresent(RunningAccount::close);
        other.close();
    }

    private RunningAccount start(RemoteS3Settings remote) throws IOException {
        RunningAccount started =
                new RunningAccount(
                        ServerSettings.local(
                                        folder.resolve("data"),
                                        0,
                                        ServerSettings.Auth.NONE,
                                        new ServerSettings.Tls.Off())
                                .with(remote));
        account = Optional.of(started);
        return started;
    }

    private static RemoteS3Settings at(URI endpoint, AwsCredentials key) {
        return RemoteS3Settings.at(endpoint)
                .with(new CredentialsPlace.Held(StaticCredentialsProvider.create(key)));
    }

    private static S3Client client(URI endpoint, AwsCredentials key) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .httpClient(UrlConnectionHttpClient.create())
                .credentialsProvider(StaticCredentialsProvider.create(key))
                .build();
    }

    /// A role of Hydrant's own IAM that may put into one bucket.
    private void role(RunningAccount at, String name, String bucket) {
        at.iam.createRole(request ->
                request.roleName(name).assumeRolePolicyDocument(TRUST.formatted(FIREHOSE)));
        allowPuts(at, name, bucket);
    }

    private static void allowPuts(RunningAccount at, String name, String bucket) {
        at.iam.putRolePolicy(request ->
                request.roleName(name)
                        .policyName("write")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::%s/*"}]}\
                                """
                                        .formatted(bucket)));
    }

    private void stream(FirehoseClient firehose, String name, String role, String bucket) {
        firehose.createDeliveryStream(request ->
                request.deliveryStreamName(name)
                        .extendedS3DestinationConfiguration(destination ->
                                destination
                                        .roleARN(ROLE + role)
                                        .bucketARN("arn:aws:s3:::" + bucket)
                                        .bufferingHints(
                                                hints -> hints.sizeInMBs(1).intervalInSeconds(0))));
        firehose.putRecord(put ->
                put.deliveryStreamName(name)
                        .record(record -> record.data(SdkBytes.fromUtf8String(name + "\n"))));
    }

    /// s3proxy lists what is just being put as well, under its key, a hyphen and a UUID; what it
    /// was killed at stays there so.
    private static final Pattern BEING_PUT =
            Pattern.compile(".*[0-9a-f]{12}-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static List<String> texts(S3Client s3, String bucket) {
        return s3.listObjectsV2(list -> list.bucket(bucket)).contents().stream()
                .map(S3Object::key)
                .filter(key -> !key.startsWith("hydrant-probe"))
                .filter(key -> !BEING_PUT.matcher(key).matches())
                .map(key -> s3.getObjectAsBytes(get -> get.bucket(bucket).key(key)).asUtf8String())
                .toList();
    }

    /// The small object that tries a bucket may be there for a moment.
    private static void awaitOnly(String text, S3Client s3, String bucket) {
        Wait.seconds(60)
                .until(
                        bucket + " holds that alone",
                        () -> texts(s3, bucket),
                        all -> all.equals(List.of(text)));
    }

    private String awaitError(String stream) throws Exception {
        return Wait.seconds(60)
                .until(stream + " has failed", () -> lastError(stream), text -> !text.isEmpty());
    }

    /// Code and message; empty while all is well.
    private String lastError(String stream) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String page =
                    http.send(
                                    HttpRequest.newBuilder(
                                                    account.orElseThrow()
                                                            .hydrant
                                                            .endpoint()
                                                            .resolve("/_hydrant/status"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .body();
            for (JsonNode each : JsonMapper.shared().readTree(page).path("streams")) {
                JsonNode error = each.path("lastError");
                if (each.path("name").asString().equals(stream) && error.isObject()) {
                    return error.path("code").asString() + " " + error.path("message").asString();
                }
            }
            return "";
        }
    }

    @Test
    void eachBucketIsWhereItIsAndRolesDecideForBoth() throws Exception {
        S3Proxy proxy = S3Proxy.start(folder.resolve("proxy"));
        other = proxy;
        AwsCredentials key = AwsBasicCredentials.create(S3Proxy.KEY, S3Proxy.SECRET);
        RunningAccount here = start(at(proxy.endpoint(), key));
        here.s3.createBucket(create -> create.bucket("embedded"));
        try (S3Client there = client(proxy.endpoint(), key);
                FirehoseClient firehose = here.client(FirehoseClient.builder(), here.root())) {
            there.createBucket(create -> create.bucket("remote"));
            role(here, "both", "*");
            role(here, "elsewhere", "another");
            stream(firehose, "inner", "both", "embedded");
            stream(firehose, "outer", "both", "remote");
            stream(firehose, "denied", "elsewhere", "remote");
            stream(firehose, "lost", "both", "nowhere");
            awaitOnly("outer\n", there, "remote");
            awaitOnly("inner\n", here.s3, "embedded");
            assertThat(awaitError("denied"))
                    .startsWith("S3.AccessDenied")
                    .contains("is not authorized to perform: s3:PutObject");
            assertThat(awaitError("lost"))
                    .startsWith("S3.NoSuchBucket")
                    .contains("The specified bucket does not exist.");
            there.createBucket(create -> create.bucket("nowhere"));
            awaitOnly("lost\n", there, "nowhere");
        }
    }

    @Test
    void inAwsTheRoleIsAssumedThereAndDecides() throws Exception {
        RunningAccount aws = new RunningAccount(folder.resolve("aws"));
        other = aws;
        AwsCredentials hydrant = aws.user("hydrant");
        aws.iam.putUserPolicy(request ->
                request.userName("hydrant")
                        .policyName("assume")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}]}\
                                """));
        aws.s3.createBucket(create -> create.bucket("films"));
        String us = "{\"AWS\":\"arn:aws:iam::000000000000:user/hydrant\"}";
        trusting(aws, "writer", us);
        allowPuts(aws, "writer", "films");
        trusting(aws, "powerless", us);
        trusting(aws, "stranger", FIREHOSE);
        allowPuts(aws, "stranger", "films");
        Map<String, String> before =
                Properties.set(
                        Map.of(
                                "aws.endpointUrlS3", aws.hydrant.endpoint().toString(),
                                "aws.endpointUrlSts", aws.hydrant.endpoint().toString()));
        try {
            RunningAccount here =
                    start(
                            new RemoteS3Settings(
                                    Optional.empty(),
                                    Optional.of("us-east-1"),
                                    new CredentialsPlace.Held(
                                            StaticCredentialsProvider.create(hydrant)),
                                    true,
                                    Optional.empty(),
                                    false,
                                    false,
                                    PutLimits.DEFAULT));
            try (FirehoseClient firehose = here.client(FirehoseClient.builder(), here.root())) {
                stream(firehose, "good", "writer", "films");
                stream(firehose, "weak", "powerless", "films");
                stream(firehose, "strange", "stranger", "films");
                awaitOnly("good\n", aws.s3, "films");
                assertThat(awaitError("weak"))
                        .startsWith("S3.AccessDenied")
                        .contains("assumed-role/powerless");
                assertThat(awaitError("strange"))
                        .startsWith("S3.AccessDenied")
                        .contains("may not assume arn:aws:iam::000000000000:role/stranger");
                allowPuts(aws, "powerless", "films");
                Wait.seconds(60)
                        .until(
                                "it is delivered",
                                () -> texts(aws.s3, "films"),
                                all -> all.contains("weak\n"));
            }
        } finally {
            Properties.set(before);
        }
    }

    /// Which store a bucket is in, its name decides: no name is ever in both.
    @Test
    void noNameIsInBothStores() throws Exception {
        S3Proxy proxy = S3Proxy.start(folder.resolve("proxy"));
        other = proxy;
        AwsCredentials key = AwsBasicCredentials.create(S3Proxy.KEY, S3Proxy.SECRET);
        RunningAccount here = start(at(proxy.endpoint(), key));
        try (S3Client there = client(proxy.endpoint(), key)) {
            there.createBucket(create -> create.bucket("remote"));
            here.s3.createBucket(create -> create.bucket("embedded"));
            assertThatThrownBy(() -> here.s3.createBucket(create -> create.bucket("remote")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e ->
                                    assertThat(e.awsErrorDetails().errorCode())
                                            .isEqualTo("BucketAlreadyExists"));
            for (String taken : List.of("remote", "embedded")) {
                assertThat(here.stack("taken-" + taken, bucket(taken)).stackStatusAsString())
                        .isEqualTo("ROLLBACK_COMPLETE");
                assertThat(reasons(here, "taken-" + taken)).contains(taken + " already exists");
            }
            proxy.kill();
            assertThatThrownBy(() -> here.s3.createBucket(create -> create.bucket("unknown")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(503));
        }
    }

    private static String bucket(String name) {
        return "{\"Resources\":{\"B\":{\"Type\":\"AWS::S3::Bucket\",\"Properties\":{\"BucketName\":\"%s\"}}}}"
                .formatted(name);
    }

    private static String reasons(RunningAccount at, String stack) {
        return at
                .cloudFormation
                .describeStackEvents(get -> get.stackName(stack))
                .stackEvents()
                .stream()
                .map(event -> String.valueOf(event.resourceStatusReason()))
                .toList()
                .toString();
    }

    /// The other S3 is a server of our own here: one that keeps tags and settings.
    @Test
    void aTemplatesBucketIsMadeChangedAndRemovedAtTheOtherS3() throws Exception {
        RunningAccount there = new RunningAccount(folder.resolve("there"));
        other = there;
        RunningAccount here = start(at(there.hydrant.endpoint(), there.root()));
        String template =
                """
                {"Resources":{"B":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"films","Tags":[{"Key":"team","Value":"red"}],%s
                 "LifecycleConfiguration":{"Rules":[{"Id":"old","Status":"Enabled","ExpirationInDays":3}]}}}}}\
                """;
        assertThat(here.stack("s", template.formatted("")).stackStatusAsString())
                .isEqualTo("CREATE_COMPLETE");
        assertThat(
                        there.s3.getBucketTagging(get -> get.bucket("films")).tagSet().stream()
                                .map(tag -> tag.key() + "=" + tag.value()))
                .contains("team=red", "hydrant:stack-name=s");
        assertThat(
                        there.s3
                                .getBucketLifecycleConfiguration(get -> get.bucket("films"))
                                .rules()
                                .getFirst()
                                .id())
                .isEqualTo("old");
        here.cloudFormation.updateStack(update ->
                update.stackName("s")
                        .templateBody(
                                template.formatted(
                                        "\"VersioningConfiguration\":{\"Status\":\"Enabled\"},")));
        assertThat(here.settled("s").stackStatusAsString()).isEqualTo("UPDATE_COMPLETE");
        assertThat(there.s3.getBucketVersioning(get -> get.bucket("films")).statusAsString())
                .isEqualTo("Enabled");
        assertThat(here.s3.listBuckets().buckets()).isEmpty();
        String policy =
                """
                {"Resources":{
                  "B":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"policed"}},
                  "P":{"Type":"AWS::S3::BucketPolicy","Properties":{"Bucket":{"Ref":"B"},
                    "PolicyDocument":{"Version":"2012-10-17","Statement":[]}}}}}
                """;
        assertThat(here.stack("p", policy).stackStatusAsString()).isEqualTo("ROLLBACK_COMPLETE");
        assertThat(reasons(here, "p"))
                .contains("The bucket policed is in another S3", "that S3's own tools");
        here.cloudFormation.deleteStack(delete -> delete.stackName("s"));
        Wait.seconds(60)
                .until("the bucket is gone", () -> there.s3.listBuckets().buckets(), List::isEmpty);
    }

    /// The other S3 is killed while it is put to, and the server is stopped and started meanwhile.
    @Test
    void everyRecordIsThereOnceWhoeverIsKilled() throws Exception {
        S3Proxy proxy = S3Proxy.start(folder.resolve("proxy"));
        other = proxy;
        AwsCredentials key = AwsBasicCredentials.create(S3Proxy.KEY, S3Proxy.SECRET);
        List<String> acknowledged = new ArrayList<>();
        try (S3Client there = client(proxy.endpoint(), key)) {
            there.createBucket(create -> create.bucket("films"));
            for (int life = 0; life < 3; life++) {
                RunningAccount here = start(at(proxy.endpoint(), key));
                try (FirehoseClient firehose = here.client(FirehoseClient.builder(), here.root())) {
                    if (life == 0) {
                        role(here, "writer", "films");
                        stream(firehose, "films", "writer", "films");
                        acknowledged.add("films");
                    }
                    for (int i = 0; i < 40; i++) {
                        String text = "record " + life + " " + i;
                        firehose.putRecord(put ->
                                put.deliveryStreamName("films")
                                        .record(record ->
                                                record.data(SdkBytes.fromUtf8String(text + "\n"))));
                        acknowledged.add(text);
                        if (i == 20) {
                            proxy.kill();
                        }
                    }
                    if (life < 2) {
                        here.close();
                        account = Optional.empty();
                    }
                    proxy.restart();
                }
            }
            Wait.seconds(120)
                    .until(
                            "everything is delivered",
                            () -> lines(there),
                            lines -> lines.size() >= acknowledged.size());
            assertThat(lines(there)).containsExactlyInAnyOrderElementsOf(acknowledged);
        }
    }

    private static List<String> lines(S3Client s3) {
        return texts(s3, "films").stream().flatMap(String::lines).toList();
    }

    /// What the other S3 refuses is the resource's failure, in its words; and what is made then is
    /// taken back.
    @Test
    void whatTheOtherS3RefusesIsToldInItsWords() throws Exception {
        RunningAccount there = new RunningAccount(folder.resolve("there"));
        other = there;
        RunningAccount here = start(at(there.hydrant.endpoint(), there.user("powerless")));
        assertThat(here.stack("s", bucket("films")).stackStatusAsString())
                .isEqualTo("ROLLBACK_COMPLETE");
        there.iam.putUserPolicy(request ->
                request.userName("powerless")
                        .policyName("look")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:List*"],"Resource":"*"}]}\
                                """));
        assertThat(here.stack("t", bucket("films")).stackStatusAsString())
                .isEqualTo("ROLLBACK_COMPLETE");
        assertThat(reasons(here, "t")).contains("user/powerless", "s3:CreateBucket");
    }

    private static void trusting(RunningAccount at, String role, String principal) {
        at.iam.createRole(request ->
                request.roleName(role).assumeRolePolicyDocument(TRUST.formatted(principal)));
    }

    /// System properties.
    private static final class Properties {
        /// @return what was there before; empty for nothing
        static Map<String, String> set(Map<String, String> values) {
            Map<String, String> before = new HashMap<>();
            values.forEach((name, value) -> {
                before.put(name, System.getProperty(name, ""));
                if (value.isEmpty()) {
                    System.clearProperty(name);
                } else {
                    System.setProperty(name, value);
                }
            });
            return before;
        }
    }
}
