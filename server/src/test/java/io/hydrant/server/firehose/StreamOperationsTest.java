package io.hydrant.server.firehose;

import static io.hydrant.server.firehose.FirehoseFixture.ROLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.hydrant.core.iam.AuthorizationRequest;
import io.hydrant.core.iam.Decision;
import io.hydrant.core.iam.RequestKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamOperationsTest {
    private static final String ARN =
            "arn:aws:firehose:us-east-1:000000000000:deliverystream/orders";
    private static final String CREATE =
            "{'DeliveryStreamName':'orders','ExtendedS3DestinationConfiguration':{'RoleARN':'"
                    + ROLE
                    + "','BucketARN':'arn:aws:s3:::b'},'Tags':[{'Key':'team','Value':'films'}]}";

    @TempDir Path directory;
    private FirehoseFixture firehose;

    @BeforeEach
    void open() throws IOException {
        firehose = new FirehoseFixture(directory);
    }

    @AfterEach
    void close() throws IOException {
        firehose.close();
    }

    @Test
    void creatingAnswersTheArn() throws IOException {
        assertThat(firehose.call("CreateDeliveryStream", CREATE))
                .isEqualTo("{\"DeliveryStreamARN\":\"" + ARN + "\"}");
    }

    @Test
    void creatingAsksForTaggingAndPassingTheRoleToo() throws IOException {
        firehose.call("CreateDeliveryStream", CREATE);

        assertThat(firehose.asked)
                .extracting(AuthorizationRequest::action, AuthorizationRequest::resource)
                .containsExactly(
                        tuple("firehose:CreateDeliveryStream", ARN),
                        tuple("firehose:TagDeliveryStream", ARN),
                        tuple("iam:PassRole", ROLE));
        RequestKeys keys = firehose.asked.getFirst().keys();
        assertThat(keys.values("aws:RequestTag/team")).isEqualTo(List.of("films"));
        assertThat(keys.values("aws:TagKeys")).isEqualTo(List.of("team"));
        assertThat(firehose.asked.getLast().keys().values("iam:PassedToService"))
                .isEqualTo(List.of("firehose.amazonaws.com"));
    }

    @Test
    void whoMayNotPassTheRoleCreatesNothing() {
        firehose.decideBy(request ->
                request.action().equals("iam:PassRole")
                        ? new Decision.DeniedByDefault("identity-based policy")
                        : new Decision.Allowed());

        assertThat(firehose.refusal("CreateDeliveryStream", CREATE))
                .isEqualTo(
                        "AccessDeniedException: User: arn:aws:iam::000000000000:user/ana is not"
                                + " authorized to perform: iam:PassRole on resource: "
                                + ROLE
                                + " because no identity-based policy allows the iam:PassRole"
                                + " action");
        assertThat(firehose.streams.all()).isEmpty();
    }

    @Test
    void aMinimalStreamIsDescribedAsInAws() throws IOException {
        firehose.createStream("orders");

        String s3 =
                "'BucketARN':'arn:aws:s3:::b','BufferingHints':{'IntervalInSeconds':300,'SizeInMBs':5},"
                        + "'CloudWatchLoggingOptions':{'Enabled':false},'CompressionFormat':'UNCOMPRESSED',"
                        + "'EncryptionConfiguration':{'NoEncryptionConfig':'NoEncryption'},'RoleARN':'"
                        + ROLE
                        + "'";
        assertThat(describe())
                .isEqualTo(
                        ("{'DeliveryStreamDescription':{'CreateTimestamp':1705314030.100,'DeliveryStreamARN':'"
                                        + ARN
                                        + "','DeliveryStreamEncryptionConfiguration':{'Status':'DISABLED'},"
                                        + "'DeliveryStreamName':'orders','DeliveryStreamStatus':'ACTIVE',"
                                        + "'DeliveryStreamType':'DirectPut','Destinations':[{'DestinationId':"
                                        + "'destinationId-000000000001','ExtendedS3DestinationDescription':{"
                                        + s3
                                        + ",'S3BackupMode':'Disabled'},'S3DestinationDescription':{"
                                        + s3
                                        + "}}],'HasMoreDestinations':false,'VersionId':'1'}}")
                                .replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'Prefix':''",
                "'ErrorOutputPrefix':'e'",
                "'FileExtension':''",
                "'CustomTimeZone':'UTC'",
                "'ProcessingConfiguration':{'Enabled':false,'Processors':[]}",
                "'DataFormatConversionConfiguration':{'Enabled':false}",
                "'CloudWatchLoggingOptions':{'Enabled':true,'LogGroupName':'/aws/firehose/x','LogStreamName':'S3Delivery'}",
                "'BufferingHints':{'IntervalInSeconds':0,'SizeInMBs':128}",
            })
    void whatWasSentIsEchoed(String member) throws IOException {
        firehose.call(
                "CreateDeliveryStream",
                CREATE.replace("'arn:aws:s3:::b'", "'arn:aws:s3:::b'," + member));

        assertThat(describe()).contains(member.replace('\'', '"'));
    }

    @Test
    void anUpdateShowsInTheDescription() throws IOException {
        firehose.createStream("orders");

        assertThat(
                        firehose.call(
                                "UpdateDestination",
                                "{'DeliveryStreamName':'orders','CurrentDeliveryStreamVersionId':'1','DestinationId':'destinationId-000000000001','S3DestinationUpdate':{'CompressionFormat':'GZIP','RoleARN':'"
                                        + ROLE
                                        + "'}}"))
                .isEqualTo("{}");

        assertThat(describe())
                .contains("\"VersionId\":\"2\"", "\"LastUpdateTimestamp\":1705314030.100")
                .contains("\"CompressionFormat\":\"GZIP\"");
        assertThat(firehose.asked)
                .extracting(AuthorizationRequest::action)
                .contains("firehose:UpdateDestination", "iam:PassRole");
    }

    @Test
    void namesAreListedTenAtATime() throws IOException {
        for (int i = 0; i < 12; i++) {
            firehose.createStream("s%02d".formatted(i));
        }

        assertThat(firehose.call("ListDeliveryStreams", "{}"))
                .isEqualTo(
                        "{\"DeliveryStreamNames\":[\"s00\",\"s01\",\"s02\",\"s03\",\"s04\",\"s05\","
                                + "\"s06\",\"s07\",\"s08\",\"s09\"],\"HasMoreDeliveryStreams\":true}");
        assertThat(
                        firehose.call(
                                "ListDeliveryStreams",
                                "{'ExclusiveStartDeliveryStreamName':'s09','Limit':2}"))
                .isEqualTo(
                        "{\"DeliveryStreamNames\":[\"s10\",\"s11\"],"
                                + "\"HasMoreDeliveryStreams\":false}");
        assertThat(firehose.call("ListDeliveryStreams", "{'DeliveryStreamType':'MSKAsSource'}"))
                .isEqualTo("{\"DeliveryStreamNames\":[],\"HasMoreDeliveryStreams\":false}");
    }

    @Test
    void aDeletedStreamIsNotFound() throws IOException {
        firehose.createStream("orders");

        assertThat(firehose.call("DeleteDeliveryStream", "{'DeliveryStreamName':'orders'}"))
                .isEqualTo("{}");
        for (String operation : List.of("DeleteDeliveryStream", "DescribeDeliveryStream")) {
            assertThat(firehose.refusal(operation, "{'DeliveryStreamName':'orders'}"))
                    .isEqualTo(
                            "ResourceNotFoundException: Firehose orders under account 000000000000"
                                    + " not found.");
        }
    }

    @Test
    void tagsAreKeptByKey() throws IOException {
        firehose.call("CreateDeliveryStream", CREATE);
        firehose.call(
                "TagDeliveryStream",
                "{'DeliveryStreamName':'orders','Tags':[{'Key':'a'},{'Key':'team','Value':'x'}]}");

        assertThat(firehose.call("ListTagsForDeliveryStream", "{'DeliveryStreamName':'orders'}"))
                .isEqualTo(
                        "{\"HasMoreTags\":false,\"Tags\":[{\"Key\":\"a\"},"
                                + "{\"Key\":\"team\",\"Value\":\"x\"}]}");
        assertThat(
                        firehose.call(
                                "ListTagsForDeliveryStream",
                                "{'DeliveryStreamName':'orders','Limit':1}"))
                .isEqualTo("{\"HasMoreTags\":true,\"Tags\":[{\"Key\":\"a\"}]}");
        firehose.call(
                "UntagDeliveryStream",
                "{'DeliveryStreamName':'orders','TagKeys':['a','team','none']}");
        assertThat(firehose.call("ListTagsForDeliveryStream", "{'DeliveryStreamName':'orders'}"))
                .isEqualTo("{\"HasMoreTags\":false,\"Tags\":[]}");
    }

    @Test
    void aStreamsTagsAreConditionsOfEveryRequestOnIt() throws IOException {
        firehose.call("CreateDeliveryStream", CREATE);
        firehose.call("PutRecord", "{'DeliveryStreamName':'orders','Record':{'Data':''}}");

        assertThat(firehose.asked.getLast().keys().values("aws:ResourceTag/team"))
                .isEqualTo(List.of("films"));
    }

    @ParameterizedTest
    @CsvSource({
        "CreateDeliveryStream",
        "DeleteDeliveryStream",
        "DescribeDeliveryStream",
        "ListTagsForDeliveryStream",
        "StartDeliveryStreamEncryption",
        "StopDeliveryStreamEncryption",
        "TagDeliveryStream",
        "UntagDeliveryStream",
        "UpdateDestination"
    })
    void everyOperationAsksBeforeItActs(String operation) throws IOException {
        firehose.createStream("orders");
        firehose.decideBy(request -> new Decision.DeniedBy("identity-based policy"));
        String body =
                CREATE.replace(
                        "'Tags'",
                        "'CurrentDeliveryStreamVersionId':'1','DestinationId':'d','TagKeys':['a'],'Tags'");

        assertThat(firehose.refusal(operation, body))
                .isEqualTo(
                        "AccessDeniedException: User: arn:aws:iam::000000000000:user/ana is not"
                                + " authorized to perform: firehose:"
                                + operation
                                + " on resource: "
                                + ARN
                                + " with an explicit deny in an identity-based policy");
    }

    /// Of blocks that are switched off as well.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "'ExtendedS3DestinationConfiguration':{'RoleARN':'FOREIGN','BucketARN':'arn:aws:s3:::b'}",
                "'S3DestinationConfiguration':{'RoleARN':'FOREIGN','BucketARN':'arn:aws:s3:::b'}",
                "'ExtendedS3DestinationConfiguration':{'RoleARN':'ROLE','BucketARN':'arn:aws:s3:::b','S3BackupConfiguration':{'RoleARN':'FOREIGN','BucketARN':'arn:aws:s3:::b'}}",
                "'DeliveryStreamType':'KinesisStreamAsSource','KinesisStreamSourceConfiguration':{'RoleARN':'FOREIGN','KinesisStreamARN':'arn:aws:kinesis:us-east-1:000000000000:stream/s'}",
                "'DeliveryStreamType':'MSKAsSource','MSKSourceConfiguration':{'MSKClusterARN':'arn:aws:kafka:x','TopicName':'t','AuthenticationConfiguration':{'RoleARN':'FOREIGN','Connectivity':'PUBLIC'}}",
            })
    void everyRoleInARequestIsAskedForInTheAccountThatItIsOf(String members) {
        String foreign = "arn:aws:iam::111111111111:role/r";
        firehose.decideBy(request ->
                request.resourceAccount().equals("000000000000")
                        ? new Decision.Allowed()
                        : new Decision.DeniedByDefault("resource-based policy"));
        String body =
                "{'DeliveryStreamName':'orders',"
                        + members.replace("FOREIGN", foreign).replace("ROLE'", ROLE + "'")
                        + "}";
        assertThat(firehose.refusal("CreateDeliveryStream", body))
                .startsWith("AccessDeniedException: ")
                .contains("not authorized to perform: iam:PassRole on resource: " + foreign);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::111111111111:role/r, Cross-account pass role is not allowed.",
        "no-arn, SchemaConfiguration.RoleARN no-arn is not the ARN of a role"
    })
    void aRoleOfGlueIsOneOfThisAccount(String role, String text) throws IOException {
        String conversion =
                "'DataFormatConversionConfiguration':{'Enabled':false,'SchemaConfiguration':{'RoleARN':'"
                        + role
                        + "'}}";
        assertThat(
                        firehose.refusal(
                                "CreateDeliveryStream",
                                CREATE.replace("b'}", "b'," + conversion + "}")))
                .isEqualTo("InvalidArgumentException: " + text);
        firehose.createStream("orders");
        assertThat(
                        firehose.refusal(
                                "UpdateDestination",
                                "{'DeliveryStreamName':'orders','CurrentDeliveryStreamVersionId':'1','DestinationId':'destinationId-000000000001','ExtendedS3DestinationUpdate':{"
                                        + conversion
                                        + "}}"))
                .isEqualTo("InvalidArgumentException: " + text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {
                "'KeyType':'CUSTOMER_MANAGED_CMK' | KeyARN has to be specified when KeyType is CUSTOMER_MANAGED_CMK",
                "'KeyType':'AWS_OWNED_CMK','KeyARN':'arn:aws:kms:us-east-1:000000000000:key/a' | KeyARN cannot be specified when KeyType is AWS_OWNED_CMK",
                "'KeyType':'CUSTOMER_MANAGED_CMK','KeyARN':'arn:aws:kms:eu-west-1:000000000000:key/a' | Cross-region keys are not allowed for SSE. Please provide CMKs in the same region as firehose",
            })
    void theKeyOfAStreamIsLookedAt(String key, String text) throws IOException {
        firehose.createStream("orders");
        String body =
                "{'DeliveryStreamName':'orders','DeliveryStreamEncryptionConfigurationInput':{"
                        + key
                        + "}}";
        assertThat(firehose.refusal("StartDeliveryStreamEncryption", body))
                .isEqualTo("InvalidArgumentException: " + text);
        assertThat(firehose.refusal("StartDeliveryStreamEncryption", body.replace("arn:", "nra:")))
                .startsWith(
                        key.contains("ARN")
                                ? "ValidationException: 1 validation error detected: Value at"
                                        + " 'deliveryStreamEncryptionConfigurationInput.keyARN'"
                                : "InvalidArgumentException: ");
    }

    @Test
    void loggingThatIsSwitchedOffKeepsItsNames() throws IOException {
        String logging =
                "'CloudWatchLoggingOptions':{'Enabled':false,'LogGroupName':'g','LogStreamName':'s'}";
        firehose.call("CreateDeliveryStream", CREATE.replace("b'}", "b'," + logging + "}"));

        assertThat(describe()).contains(logging.replace('\'', '"'));
    }

    private String describe() throws IOException {
        return firehose.call("DescribeDeliveryStream", "{'DeliveryStreamName':'orders'}");
    }
}
