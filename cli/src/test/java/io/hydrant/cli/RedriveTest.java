package io.hydrant.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.Hydrant;
import io.hydrant.server.ServerSettings;
import io.hydrant.testing.Wait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorParameterName;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKey;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Records of error objects are sent again once, whatever comes between.
class RedriveTest {
    private static final String ROLE = "arn:aws:iam::000000000000:role/delivery";
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
    private static final String LAMBDA = "Lambda.FunctionError";
    private static final String JQ = "DynamicPartitioning.MetadataExtractionFailed";

    @TempDir private static Path home;
    private static Hydrant server;
    private static S3Client s3;
    private static FirehoseClient firehose;
    private static int streams;

    private String stream;
    private String bucket;
    private int ends;

    @BeforeAll
    static void start() throws IOException {
        server = Hydrant.start(ServerSettings.local(home.resolve(".hydrant")));
        s3 = configured(S3Client.builder().forcePathStyle(true)).build();
        firehose = configured(FirehoseClient.builder()).build();
        makeRole();
    }

    private static void makeRole() {
        try (IamClient iam = configured(IamClient.builder()).build()) {
            iam.createRole(request ->
                    request.roleName("delivery")
                            .assumeRolePolicyDocument(
                                    """
                                    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
                                     "Principal": {"Service": "firehose.amazonaws.com"}}}\
                                    """));
            iam.putRolePolicy(request ->
                    request.roleName("delivery")
                            .policyName("write")
                            .policyDocument(
                                    """
                                    {"Version": "2012-10-17", "Statement":
                                     {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}}\
                                    """));
        }
    }

    private static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B builder) {
        return builder.endpointOverride(server.endpoint())
                .region(Region.US_EAST_1)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        server.rootCredentials().accessKeyId(),
                                        server.rootCredentials().secretAccessKey().reveal())));
    }

    @AfterAll
    static void stop() {
        s3.close();
        firehose.close();
        server.close();
    }

    @BeforeEach
    void make() {
        stream = made();
        bucket = stream;
    }

    /// A stream of its own, which delivers at once into a bucket of its own.
    private static String made() {
        String name = "redriven" + streams++;
        s3.createBucket(request -> request.bucket(name));
        firehose.createDeliveryStream(request ->
                request.deliveryStreamName(name)
                        .extendedS3DestinationConfiguration(destination ->
                                destination
                                        .roleARN(ROLE)
                                        .bucketARN("arn:aws:s3:::" + name)
                                        .prefix("films/")
                                        .bufferingHints(
                                                hints -> hints.sizeInMBs(1).intervalInSeconds(0))));
        return name;
    }

    @Test
    void recordsComeAsTheyWereAndASecondRunSendsNone() {
        String bytes = "{\"film\":\"Amélie\"}\n";
        put("errors/one", line("first\n", LAMBDA, NOON) + line(bytes, LAMBDA, NOON));
        put("errors/two", line("", JQ, NOON) + line("last\n", JQ, NOON));
        ProgramRun first = redrive();
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out())
                .contains("errors/one: 2 records sent again", LAMBDA, JQ)
                .contains("done, 4 records of 2 objects sent again to " + stream);
        assertThat(delivered(3)).containsExactlyInAnyOrder("first", bytes.strip(), "last");
        ProgramRun second = redrive();
        assertThat(second.status()).isZero();
        assertThat(second.out())
                .contains("errors/one: 2 records sent before, at 2")
                .contains("done, 0 records of 0 objects sent again", "4 sent before");
        assertThat(taken()).isEqualTo(3);
    }

    /// The whole round, with error objects that the stream itself wrote: fail, mend, redrive.
    @Test
    void whatAStreamCouldNotProcessArrivesOnceItIsMended() {
        String name = "mended";
        s3.createBucket(request -> request.bucket(name));
        firehose.createDeliveryStream(request ->
                request.deliveryStreamName(name)
                        .extendedS3DestinationConfiguration(destination ->
                                destination
                                        .roleARN(ROLE)
                                        .bucketARN("arn:aws:s3:::" + name)
                                        .prefix("films/!{partitionKeyFromQuery:year}/")
                                        .errorOutputPrefix("errors/!{firehose:error-output-type}/")
                                        .bufferingHints(
                                                hints -> hints.sizeInMBs(64).intervalInSeconds(0))
                                        .dynamicPartitioningConfiguration(on -> on.enabled(true))
                                        .processingConfiguration(keys("{year:.year}"))));
        firehose.putRecord(request ->
                request.deliveryStreamName(name)
                        .record(record -> record.data(SdkBytes.fromUtf8String("{\"film\":7}"))));
        Wait.seconds(30)
                .until(
                        "the record has failed",
                        () -> count(name, "errors/processing-failed/") == 1);
        assertThat(run("status", name).out())
                .contains("1 failed, for error objects")
                .containsPattern("last failure +20[-0-9]+ [0-9:]+  " + JQ + ": \\S");
        assertThat(run("status", name, "--json").out())
                .contains("\"lastFailure\":{\"time\":", "\"code\":\"" + JQ + "\"");
        firehose.updateDestination(request ->
                request.deliveryStreamName(name)
                        .currentDeliveryStreamVersionId("1")
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(destination ->
                                destination.processingConfiguration(keys("{year:(.year // 0)}"))));
        ProgramRun run = run("redrive", "s3://" + name + "/errors/", "--stream", name);
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("1 record sent again", JQ);
        Wait.seconds(30).until("it has arrived", () -> count(name, "films/0/") == 1);
        assertThat(run("redrive", "s3://" + name + "/errors/", "--stream", name).out())
                .contains("0 records of 0 objects");
    }

    private static int count(String bucket, String prefix) {
        return s3.listObjectsV2(request -> request.bucket(bucket).prefix(prefix)).keyCount();
    }

    private static ProcessingConfiguration keys(String query) {
        Processor processor =
                Processor.builder()
                        .type(ProcessorType.METADATA_EXTRACTION)
                        .parameters(
                                parameter(ProcessorParameterName.METADATA_EXTRACTION_QUERY, query),
                                parameter(ProcessorParameterName.JSON_PARSING_ENGINE, "JQ-1.6"))
                        .build();
        return ProcessingConfiguration.builder().enabled(true).processors(processor).build();
    }

    private static ProcessorParameter parameter(ProcessorParameterName name, String value) {
        return ProcessorParameter.builder().parameterName(name).parameterValue(value).build();
    }

    @Test
    void membersComeInAnyOrderAndNumbersAsStringsToo() {
        put(
                "errors/old",
                """
                {"attemptsMade":"4","arrivalTimestamp":"%d","errorCode":"A","errorMessage":"m","attemptEndingTimestamp":"1","rawData":"%s","lambdaArn":"arn"}
                {"attemptsMade":1,"arrivalTimestamp":%d,"lastErrorCode":"DataFormatConversion.ParseError","lastErrorMessage":"Encountered malformed JSON.","attemptEndingTimestamp":1,"rawData":"%s","sequenceNumber":"1","subSequenceNumber":null,"dataCatalogTable":{"catalogId":null}}
                """
                        .formatted(
                                NOON.toEpochMilli(),
                                base64("a\n"),
                                NOON.toEpochMilli(),
                                base64("b\n")));
        ProgramRun run = redrive("--since", "2026-11-26T12:00:00Z");
        assertThat(run.status()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("DataFormatConversion.ParseError", "malformed JSON");
        assertThat(delivered(2)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void packedObjectsAreUnpackedAlsoInSeveralMembers() throws IOException {
        byte[] first = gzip(line("a\n", LAMBDA, NOON));
        byte[] second = gzip(line("b\n", LAMBDA, NOON));
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        s3.putObject(
                request -> request.bucket(bucket).key("errors/packed").contentEncoding("gzip"),
                RequestBody.fromBytes(both));
        assertThat(redrive().status()).isZero();
        assertThat(delivered(2)).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aDryRunSendsNothingAndLeavesNoTrace() {
        put("errors/one", lines(0, 3, LAMBDA) + line("x\n", JQ, NOON.plusSeconds(60)));
        ProgramRun run = redrive("--dry-run", "--delete");
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("4 records would be sent again", LAMBDA, "message of " + JQ)
                .contains("dry run, 4 records of 1 object would be sent again to " + stream)
                .contains("from 2026-11-26T12:00:00Z to 2026-11-26T12:01:00Z");
        assertThat(tags("errors/one")).isEmpty();
        assertThat(taken()).isZero();
        assertThat(redrive().out()).contains("done, 4 records of 1 object sent again");
    }

    @Test
    void whatIsChosenIsSentAndTheRestLater() {
        put(
                "errors/mixed",
                line("1\n", LAMBDA, NOON)
                        + line("2\n", JQ, NOON)
                        + line("3\n", LAMBDA, NOON.plusSeconds(3600))
                        + line("4\n", "Strange code: \"quoted\"", NOON));
        assertThat(redrive("--error-code", LAMBDA, "--until", "2026-11-26T12:30:00Z").out())
                .contains("1 record sent again", "3 not selected");
        assertThat(redrive("--error-code", LAMBDA).out())
                .contains("1 record sent again, 2 bytes, 1 sent before, 2 not selected");
        assertThat(redrive("--error-code", "Strange code: \"quoted\"").out())
                .contains("1 record sent again");
        assertThat(redrive().out()).contains("1 record sent again, 2 bytes, 3 sent before");
        assertThat(redrive().out()).contains("0 records of 0 objects");
        assertThat(delivered(4)).containsExactlyInAnyOrder("1", "3", "4", "2");
        assertThat(tags("errors/mixed")).hasSize(1);
    }

    /// The tags are what any other machine finds; a kill leaves them one request behind at most.
    @Test
    void whoGoesOnAfterAKillSendsNothingTwice() {
        put("errors/large", lines(0, 2600, LAMBDA));
        assertThat(redrive().status()).isZero();
        for (String kept : List.of("2500", "2000", "500", "0")) {
            tag("errors/large", "state=begun records=" + kept + " at=2026-11-26T12:00:00Z");
            ProgramRun run = redrive();
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.out()).contains("sent again to " + stream);
        }
        s3.deleteObjectTagging(request -> request.bucket(bucket).key("errors/large"));
        assertThat(redrive().status()).isZero();
        assertThat(taken()).isEqualTo(2600);
    }

    @Test
    void anUnfinishedChoiceIsFinishedFirst() {
        put("errors/mixed", line("1\n", LAMBDA, NOON) + line("2\n", JQ, NOON));
        tag("errors/mixed", "codes=" + JQ + " state=begun records=0 at=2026-11-26T12:00:00Z");
        ProgramRun other = redrive("--error-code", LAMBDA);
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.err()).contains("was cut off", "--error-code " + JQ);
        assertThat(redrive("--error-code", JQ).status()).isZero();
        assertThat(redrive().status()).isZero();
        assertThat(taken()).isEqualTo(2);
    }

    @Test
    void againSendsWhatWasSentAndGoesOnByItsTime() {
        put("errors/one", line("1\n", LAMBDA, NOON));
        put("errors/two", line("2\n", LAMBDA, NOON));
        assertThat(redrive().status()).isZero();
        ProgramRun again = redrive("--again");
        assertThat(again.out()).contains("2 records of 2 objects sent again");
        assertThat(taken()).isEqualTo(4);
        String time = again.err().replaceAll("(?s).*--again=(\\S+)\\.\\s*", "$1");
        assertThat(redrive("--again=" + time).out()).contains("0 records of 0 objects");
        assertThat(redrive().out()).contains("0 records of 0 objects");
        assertThat(redrive("--again").out()).contains("2 records of 2 objects sent again");
        assertThat(taken()).isEqualTo(6);
    }

    @Test
    void whatHoldsNoRecordIsToldAndTheRestIsSent() {
        String tooLarge = "x".repeat(1_024_001);
        put(
                "errors/hostile",
                line("good\n", LAMBDA, NOON)
                        + "not json\n"
                        + "[1]\n\n"
                        + "{\"errorCode\":\"A\"}\n"
                        + "{\"rawData\":\"***\"}\n"
                        + "{\"rawData\":7}\n"
                        + line(tooLarge, LAMBDA, NOON)
                        + "y".repeat(5_000_000)
                        + "\n"
                        + "{\"rawData\":\"QQ==\"}{\"rawData\":\"QQ==\"}\n"
                        + line("x".repeat(1_024_000), LAMBDA, NOON)
                        + line("cut\n", LAMBDA, NOON).strip().substring(0, 40));
        ProgramRun run = redrive();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out())
                .contains("line 2: it is not one JSON object")
                .contains("line 3: it is not a JSON object")
                .contains("line 5: it has no rawData")
                .contains("line 6: its rawData is not base64")
                .contains("line 7: it has no rawData")
                .contains("line 8: its record has 1,024,001 bytes, and 1,024,000 are the limit")
                .contains("line 9: it has more than 4,194,304 bytes")
                .contains("line 10: it is not one JSON object")
                .contains("line 12: it is not one JSON object")
                .contains("errors/hostile: 2 records sent again", "9 lines left out");
        ProgramRun second = redrive("--delete");
        assertThat(second.status()).isEqualTo(3);
        assertThat(second.out()).contains("2 records sent before", "9 lines left out then");
        assertThat(taken()).isEqualTo(2);
        assertThat(exists("errors/hostile")).isTrue();
    }

    @Test
    void objectsThatCannotBeReadDoNotKeepOthersBack() throws IOException {
        byte[] packed = gzip(lines(0, 2000, LAMBDA));
        putBytes("errors/a-torn.gz", Arrays.copyOf(packed, packed.length - 100));
        put("errors/b-foreign.csv", "1,2003,Dinosaur Planet\n".repeat(500));
        put("errors/c-empty", "");
        put("errors/d-good", line("good\n", LAMBDA, NOON));
        tag("errors/b-foreign.csv", "owner", "somebody");
        ProgramRun run = redrive();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out())
                .contains("errors/a-torn.gz: it cannot be read to its end")
                .contains("b-foreign.csv: none of its first 100 lines holds a record that failed")
                .contains("errors/c-empty: nothing to send")
                .contains("errors/d-good: 1 record sent again")
                .contains("2 objects not done");
        long sent = taken();
        assertThat(redrive().status()).isEqualTo(3);
        assertThat(taken()).isEqualTo(sent);
        assertThat(tags("errors/b-foreign.csv")).containsOnlyKeys("owner");
    }

    @Test
    void deletingTakesAwayWhatWasSentAndNothingElse() {
        put("errors/both", line("1\n", LAMBDA, NOON) + line("2\n", JQ, NOON));
        put("errors/lambda", line("3\n", LAMBDA, NOON));
        assertThat(redrive("--error-code", LAMBDA, "--delete").out()).contains("1 object deleted");
        assertThat(exists("errors/lambda")).isFalse();
        assertThat(exists("errors/both")).isTrue();
        assertThat(redrive("--delete").status()).isZero();
        assertThat(exists("errors/both")).isFalse();
        assertThat(taken()).isEqualTo(3);
    }

    @Test
    void tagsOfOthersStayAndAnotherStreamHasItsOwn() {
        put("errors/one", line("1\n", LAMBDA, NOON));
        tag("errors/one", "owner", "somebody");
        assertThat(redrive().status()).isZero();
        String other = made();
        assertThat(run("redrive", "s3://" + bucket + "/errors/", "--stream", other).out())
                .contains("1 record of 1 object sent again to " + other);
        assertThat(tags("errors/one"))
                .containsOnlyKeys(
                        "owner",
                        "hydrant-redrive:" + stream + ":1",
                        "hydrant-redrive:" + other + ":1");
    }

    @Test
    void anObjectWithoutRoomForATagIsLeftAlone() {
        put("errors/full", line("1\n", LAMBDA, NOON));
        s3.putObjectTagging(request ->
                request.bucket(bucket)
                        .key("errors/full")
                        .tagging(tagging ->
                                tagging.tagSet(
                                        IntStream.range(0, 10)
                                                .mapToObj(i ->
                                                        Tag.builder()
                                                                .key("k" + i)
                                                                .value("v")
                                                                .build())
                                                .toList())));
        ProgramRun run = redrive();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out()).contains("errors/full: it has no room for another tag");
        assertThat(taken()).isZero();
    }

    @Test
    void programsAreToldEverything() {
        put("errors/one", line("1\n", LAMBDA, NOON) + "bad\n");
        ProgramRun run = redrive("--json");
        assertThat(run.status()).isEqualTo(3);
        List<JsonNode> events = run.out().lines().map(JsonMapper.shared()::readTree).toList();
        assertThat(events.getFirst().path("event").asString()).isEqualTo("left-out");
        assertThat(events.getFirst().path("line").asInt()).isEqualTo(2);
        assertThat(events.get(1).path("object").asString())
                .isEqualTo("s3://" + bucket + "/errors/one");
        JsonNode summary = events.getLast();
        assertThat(summary.path("records").asInt()).isEqualTo(1);
        assertThat(summary.path("leftOut").asInt()).isEqualTo(1);
        assertThat(summary.path("errorCodes").path(LAMBDA).path("records").asInt()).isEqualTo(1);
    }

    /// Nothing is sent of which it could not be written down that it was.
    @Test
    void whoMayNotWriteTagsSendsNothing() {
        put("errors/one", line("1\n", LAMBDA, NOON));
        Map<String, String> keys = keysOfAUserWhoMayNot("s3:PutObjectTagging");
        ProgramRun run =
                ProgramRun.of(
                        home, keys, "redrive", "s3://" + bucket + "/errors/", "--stream", stream);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("s3:PutObjectTagging");
        assertThat(run.out()).doesNotContain("done");
        assertThat(taken()).isZero();
    }

    private static Map<String, String> keysOfAUserWhoMayNot(String action) {
        try (IamClient iam = configured(IamClient.builder()).build()) {
            iam.createUser(user -> user.userName("redriver"));
            iam.putUserPolicy(policy ->
                    policy.userName("redriver")
                            .policyName("all-but")
                            .policyDocument(
                                    """
                                    {"Version": "2012-10-17", "Statement": [
                                     {"Effect": "Allow", "Action": "*", "Resource": "*"},
                                     {"Effect": "Deny", "Action": "%s", "Resource": "*"}]}\
                                    """
                                            .formatted(action)));
            AccessKey key = iam.createAccessKey(user -> user.userName("redriver")).accessKey();
            return Map.of(
                    "AWS_ENDPOINT_URL",
                    server.endpoint().toString(),
                    "AWS_ACCESS_KEY_ID",
                    key.accessKeyId(),
                    "AWS_SECRET_ACCESS_KEY",
                    key.secretAccessKey());
        }
    }

    @Test
    void mistakesAreTold() {
        assertThat(redrive("--since", "yesterday").err()).contains("is not a time like");
        assertThat(redrive("--since", "2026-11-27", "--until", "2026-11-26").status()).isEqualTo(2);
        ProgramRun nowhere =
                run("redrive", "s3://" + bucket + "/errors/", "--stream", "no-such-stream");
        assertThat(nowhere.status()).isEqualTo(1);
        assertThat(nowhere.err()).contains("There is no delivery stream no-such-stream.");
        ProgramRun noBucket = run("redrive", "s3://no-such-bucket/e/", "--stream", stream);
        assertThat(noBucket.status()).isEqualTo(1);
        assertThat(noBucket.err()).contains("NoSuchBucket");
        assertThat(redrive().out()).contains("There is no object below that prefix.");
        assertThat(redrive().status()).isEqualTo(1);
    }

    @Test
    void aChoiceThatTakesNothingIsToldTheCodesThatThereAre() {
        put("errors/mixed", lines(0, 2, LAMBDA) + lines(2, 1, JQ));
        ProgramRun none = redrive("--error-code", "Lambda.FunctionEror");
        assertThat(none.out()).contains("They failed as " + LAMBDA + " (2), " + JQ + " (1).");
        assertThat(none.status()).isZero();
    }

    private ProgramRun redrive(String... more) {
        return run(
                Stream.concat(
                                Stream.of(
                                        "redrive",
                                        "s3://" + bucket + "/errors/",
                                        "--stream",
                                        stream),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static ProgramRun run(String... arguments) {
        return ProgramRun.of(
                home, Map.of("AWS_ENDPOINT_URL", server.endpoint().toString()), arguments);
    }

    private static String lines(int from, int count, String code) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            lines.append(line("record %d\n".formatted(i), code, NOON));
        }
        return lines.toString();
    }

    private static String line(String data, String code, Instant arrived) {
        return JsonMapper.shared()
                        .createObjectNode()
                        .put("rawData", base64(data))
                        .put("errorCode", code)
                        .put("errorMessage", "message of " + code)
                        .put("attemptsMade", 4)
                        .put("arrivalTimestamp", arrived.toEpochMilli())
                        .put("attemptEndingTimestamp", arrived.toEpochMilli() + 1)
                        .put("lambdaARN", "arn:aws:lambda:us-east-1:000000000000:function:f")
                + "\n";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
            packing.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private void put(String key, String text) {
        putBytes(key, text.getBytes(UTF_8));
    }

    private void putBytes(String key, byte[] bytes) {
        s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromBytes(bytes));
    }

    private void tag(String key, String mark) {
        tag(key, "hydrant-redrive:" + stream + ":1", mark);
    }

    private void tag(String key, String name, String value) {
        s3.putObjectTagging(request ->
                request.bucket(bucket)
                        .key(key)
                        .tagging(tagging ->
                                tagging.tagSet(Tag.builder().key(name).value(value).build())));
    }

    private Map<String, String> tags(String key) {
        Map<String, String> tags = new HashMap<>();
        s3.getObjectTagging(request -> request.bucket(bucket).key(key))
                .tagSet()
                .forEach(tag -> tags.put(tag.key(), tag.value()));
        return tags;
    }

    private boolean exists(String key) {
        try {
            s3.headObject(request -> request.bucket(bucket).key(key));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }

    /// How many records the stream has ever taken, of those that are not empty: they are delivered
    /// in their order, so that one behind them tells when they all are.
    private long taken() {
        String end = "end " + ends++;
        firehose.putRecord(request ->
                request.deliveryStreamName(stream)
                        .record(record -> record.data(SdkBytes.fromUtf8String("\n" + end + "\n"))));
        List<String> lines =
                Wait.seconds(30)
                        .until("all is delivered", this::deliveredNow, all -> all.contains(end));
        return lines.stream().filter(line -> !line.isBlank() && !line.startsWith("end ")).count();
    }

    /// The lines of the objects, when that many records or more are delivered.
    private List<String> delivered(int lines) {
        return Wait.seconds(30)
                .until("records are delivered", this::deliveredNow, found -> found.size() >= lines);
    }

    private List<String> deliveredNow() {
        List<String> found = new ArrayList<>();
        for (S3Object object :
                s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix("films/"))
                        .contents()) {
            found.addAll(
                    s3.getObjectAsBytes(request -> request.bucket(bucket).key(object.key()))
                            .asUtf8String()
                            .lines()
                            .toList());
        }
        return found;
    }
}
