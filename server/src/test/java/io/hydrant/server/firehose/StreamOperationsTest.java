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
    void loggingThatIsOffIsShownWithoutNames() throws IOException {
        firehose.call(
                "CreateDeliveryStream",
                CREATE.replace(
                        "'arn:aws:s3:::b'",
                        "'arn:aws:s3:::b','CloudWatchLoggingOptions':{'Enabled':false,'LogGroupName':'g'}"));

        assertThat(describe()).contains("\"CloudWatchLoggingOptions\":{\"Enabled\":false}");
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
    @CsvSource({"Start", "Stop"})
    void encryptionOfRecordsAtRestIsRefused(String verb) throws IOException {
        firehose.createStream("orders");

        assertThat(
                        firehose.refusal(
                                verb + "DeliveryStreamEncryption",
                                "{'DeliveryStreamName':'orders'}"))
                .isEqualTo(
                        "InvalidArgumentException: Hydrant does not support server-side encryption"
                                + " yet.");
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

    private String describe() throws IOException {
        return firehose.call("DescribeDeliveryStream", "{'DeliveryStreamName':'orders'}");
    }
}
