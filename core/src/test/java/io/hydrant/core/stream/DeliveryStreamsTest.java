package io.hydrant.core.stream;

import static io.hydrant.core.stream.StreamsFixture.BUCKET;
import static io.hydrant.core.stream.StreamsFixture.ROLE;
import static io.hydrant.core.stream.StreamsFixture.json;
import static io.hydrant.core.stream.StreamsFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.Bug;
import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.stream.destination.BufferingHints;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.request.StreamDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class DeliveryStreamsTest {
    @TempDir Path directory;
    private StreamsFixture catalog;

    /// A conversion with all that the model has.
    private static final String CONVERSION =
            "{'SchemaConfiguration':{'RoleARN':'arn:aws:iam::000000000000:role/glue','CatalogId':'000000000000','DatabaseName':'d','TableName':'t','Region':'us-east-1','VersionId':'LATEST'}"
                    + ",'InputFormatConfiguration':{'Deserializer':{'OpenXJsonSerDe':{'ConvertDotsInJsonKeysToUnderscores':true,'CaseInsensitive':false,'ColumnToJsonKeyMappings':{'a':'b c','d':'e'}},'HiveJsonSerDe':{'TimestampFormats':['millis','yyyy']}}}"
                    + ",'OutputFormatConfiguration':{'Serializer':{'ParquetSerDe':{'BlockSizeBytes':67108864,'PageSizeBytes':65536,'Compression':'GZIP','EnableDictionaryCompression':true,'MaxPaddingBytes':0,'WriterVersion':'V2'}"
                    + ",'OrcSerDe':{'StripeSizeBytes':8388608,'BlockSizeBytes':67108864,'RowIndexStride':1000,'EnablePadding':false,'PaddingTolerance':0.05,'Compression':'NONE','BloomFilterColumns':['a','b'],'BloomFilterFalsePositiveProbability':0.5,'DictionaryKeyThreshold':1.0,'FormatVersion':'V0_11'}}}"
                    + ",'Enabled':false}";

    @BeforeEach
    void open() throws IOException {
        catalog = new StreamsFixture(directory);
    }

    @AfterEach
    void close() throws IOException {
        catalog.close();
    }

    @Test
    void aMinimalStreamHasAwsDefaults() throws IOException {
        DeliveryStream stream = catalog.create("orders", "");

        assertThat(stream.arn())
                .hasToString("arn:aws:firehose:us-east-1:000000000000:deliverystream/orders");
        assertThat(stream.version()).isEqualTo(1);
        assertThat(stream.created()).isEqualTo(Instant.parse("2024-01-15T10:20:30.123Z"));
        assertThat(stream.lastUpdated()).isEmpty();
        ExtendedS3Destination destination = SampleStreams.s3(stream);
        assertThat(destination.bufferingHints())
                .isEqualTo(new BufferingHints(5, Duration.ofSeconds(300)));
        assertThat(destination.compressionFormat()).isEqualTo(CompressionFormat.UNCOMPRESSED);
        assertThat(destination.bucket()).isEqualTo("films");
        assertThat(destination.prefix()).isEmpty();
        assertThat(destination.extension()).isEmpty();
    }

    @Test
    void theRequirementsOwnStreamIsAccepted() throws IOException {
        DeliveryStream stream =
                catalog.create(
                        "firehose_to_s3_stream_from_py",
                        ",'BufferingHints':{'IntervalInSeconds':60,'SizeInMBs':50},'CompressionFormat':'UNCOMPRESSED','Prefix':'data/input/firehose/streams/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}','ErrorOutputPrefix':'data/input/firehose/error'");

        assertThat(stream.destination().bufferingHints().interval())
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(SampleStreams.s3(stream).errorOutputPrefix())
                .contains("data/input/firehose/error");
    }

    @Test
    void theOlderS3BlockMakesTheSameStreamAndKnowsNoExtension() throws IOException {
        DeliveryStream stream =
                StreamCalls.create(
                        catalog.streams,
                        json(
                                "{'DeliveryStreamName':'a','S3DestinationConfiguration':{'RoleARN':'%s','BucketARN':'%s','CompressionFormat':'GZIP','FileExtension':'.json'}}"
                                        .formatted(ROLE, BUCKET)));

        assertThat(SampleStreams.s3(stream).extension()).isEqualTo(".gz");
    }

    @Test
    void streamsAreThereAfterTheCatalogIsOpenedAgain() throws IOException {
        DeliveryStream plain = catalog.create("plain", "");
        catalog.create(
                "full",
                ",'BufferingHints':{'SizeInMBs':1,'IntervalInSeconds':0},'CompressionFormat':'Snappy','Prefix':'','ErrorOutputPrefix':'e','FileExtension':'.x','CustomTimeZone':'Asia/Tokyo','CloudWatchLoggingOptions':{'Enabled':true,'LogGroupName':'g','LogStreamName':'s'},'ProcessingConfiguration':{'Enabled':false,'Processors':[]},'DataFormatConversionConfiguration':{'Enabled':false}");
        DeliveryStream full = catalog.update("full", 1, "'S3DestinationUpdate':{'Prefix':'p/'}");
        StreamCalls.tag(
                catalog.streams,
                json("{'DeliveryStreamName':'full','Tags':[{'Key':'b','Value':''},{'Key':'a'}]}"));

        catalog.reopen();

        assertThat(catalog.streams.find("plain")).contains(plain);
        assertThat(catalog.streams.find("full"))
                .contains(
                        full.tagged(
                                List.of(
                                        new StreamTag("a", Optional.empty()),
                                        new StreamTag("b", Optional.of("")))));
        assertThat(catalog.streams.all()).hasSize(2);
    }

    @Test
    void aThroughputHintIsKeptAndShown() throws IOException {
        DeliveryStream hinted =
                StreamCalls.create(
                        catalog.streams,
                        json(
                                "{'DeliveryStreamName':'hinted','DirectPutSourceConfiguration':{'ThroughputHintInMBs':100},'ExtendedS3DestinationConfiguration':{'RoleARN':'%s','BucketARN':'%s'}}"
                                        .formatted(ROLE, BUCKET)));
        catalog.update("hinted", 1, "'S3DestinationUpdate':{'Prefix':'p/'}");
        assertThat(StreamDescription.of(catalog.create("plain", "")).has("Source")).isFalse();
        catalog.reopen();

        assertThat(catalog.streams.existing("hinted").source()).isEqualTo(hinted.source());
        assertThat(StreamDescription.of(catalog.streams.existing("hinted")).path("Source"))
                .hasToString("{\"DirectPutSourceDescription\":{\"ThroughputHintInMBs\":100}}");
    }

    /// Rows as the first version wrote them, and what they mean.
    @ParameterizedTest
    @MethodSource("rowsOfTheFirstVersion")
    void streamsThatAnOlderVersionWroteAreThere(String row, String description) throws IOException {
        catalog.insertAsFirstVersion("old", row.replace('\'', '"'));
        catalog.reopen();

        assertThat(StreamDescription.of(catalog.streams.existing("old")).path("Destinations"))
                .hasToString(
                        "[{'DestinationId':'destinationId-000000000001',%s}]"
                                .formatted(description)
                                .replace('\'', '"'));
    }

    private static List<Arguments> rowsOfTheFirstVersion() {
        String least =
                "'RoleARN':'arn:aws:iam::000000000000:role/r','BucketARN':'arn:aws:s3:::b','BufferingHints':{'SizeInMBs':5,'IntervalInSeconds':300},'CompressionFormat':'UNCOMPRESSED','EncryptionConfiguration':{'NoEncryptionConfig':'NoEncryption'},'CloudWatchLoggingOptions':{'Enabled':false}";
        String most =
                "'RoleARN':'arn:aws:iam::000000000000:role/r','BucketARN':'arn:aws:s3:::b','Prefix':'','ErrorOutputPrefix':'e/','BufferingHints':{'SizeInMBs':64,'IntervalInSeconds':0},'CompressionFormat':'HADOOP_SNAPPY','EncryptionConfiguration':{'NoEncryptionConfig':'NoEncryption'},'CloudWatchLoggingOptions':{'Enabled':true,'LogGroupName':'g','LogStreamName':'s'}";
        String backup =
                "'RoleARN':'arn:aws:iam::000000000000:role/b','BucketARN':'arn:aws:s3:::c','BufferingHints':{'SizeInMBs':1,'IntervalInSeconds':60},'CompressionFormat':'GZIP','EncryptionConfiguration':{'NoEncryptionConfig':'NoEncryption'},'CloudWatchLoggingOptions':{'Enabled':false}";
        String blocks =
                ",'S3BackupMode':'Disabled','FileExtension':'.x','CustomTimeZone':'Asia/Tokyo'"
                        + ",'ProcessingConfiguration':{'Enabled':true,'Processors':[{'Type':'AppendDelimiterToRecord','Parameters':[]}]}"
                        + ",'DataFormatConversionConfiguration':"
                        + CONVERSION
                        + ",'DynamicPartitioningConfiguration':{'Enabled':false,'RetryOptions':{'DurationInSeconds':7200}}";
        String processors =
                ",'S3BackupMode':'Disabled','ProcessingConfiguration':{'Processors':[{'Type':'Lambda','Parameters':[{'ParameterName':'LambdaArn','ParameterValue':'f'},{'ParameterName':'BufferSizeInMBs','ParameterValue':'0.2'}]},{'Type':'MetadataExtraction'},{'Type':'Decompression','Parameters':[]},{'Type':'RecordDeAggregation'},{'Type':'CloudWatchLogProcessing'}]},'DataFormatConversionConfiguration':{'InputFormatConfiguration':{},'OutputFormatConfiguration':{'Serializer':{}},'Enabled':false},'DynamicPartitioningConfiguration':{'RetryOptions':{}}";
        return List.of(
                Arguments.of(
                        "{" + least + ",'S3BackupMode':'Disabled'}",
                        described(least, ",'S3BackupMode':'Disabled'")),
                Arguments.of(
                        "{" + most + blocks + ",'S3BackupConfiguration':{" + backup + "}}",
                        described(most, blocks + ",'S3BackupDescription':{" + backup + "}")),
                Arguments.of("{" + least + processors + "}", described(least, processors)));
    }

    private static String described(String common, String more) {
        return "'S3DestinationDescription':{%s},'ExtendedS3DestinationDescription':{%s}"
                .formatted(common, common + more);
    }

    @Test
    void aDeletedStreamIsGoneAndItsHeirHasAnotherLog() throws IOException {
        DeliveryStream first = catalog.create("orders", "");
        catalog.streams.delete("orders");

        assertThat(catalog.streams.find("orders")).isEmpty();
        assertThat(refusal(() -> catalog.streams.existing("orders")))
                .isEqualTo(
                        "ResourceNotFoundException: Firehose orders under account 000000000000 not"
                                + " found.");
        assertThat(catalog.create("orders", "").logId()).isNotEqualTo(first.logId());
        catalog.reopen();
        assertThat(catalog.streams.all()).hasSize(1);
    }

    @Test
    void aNameIsTakenOnce() throws IOException {
        catalog.create("orders", "");

        assertThat(refusal(() -> catalog.create("orders", "")))
                .isEqualTo(
                        "ResourceInUseException: Firehose orders under accountId 000000000000"
                                + " already exists");
    }

    @Test
    void theQuotaIsKept() throws IOException {
        try (StreamsFixture small =
                new StreamsFixture(Files.createDirectory(directory.resolve("small")), 2)) {
            small.create("b", "");
            small.create("a", "");
            assertThat(refusal(() -> small.create("c", "")))
                    .isEqualTo(
                            "LimitExceededException: You have already consumed your firehose quota"
                                    + " of 2 hoses. Firehose names: [a, b]");
        }
    }

    @Test
    void aRoleThatCannotBeAssumedIsRefused() {
        assertThat(refusal(() -> catalog.create("orders", ",'RoleARN':'" + closedRole() + "'")))
                .isEqualTo(
                        "InvalidArgumentException: Firehose is unable to assume role "
                                + closedRole()
                                + ". Please check the role provided.");
        assertThat(catalog.streams.find("orders")).isEmpty();
    }

    @Test
    void anUpdateMergesMemberByMember() throws IOException {
        catalog.create(
                "orders",
                ",'BufferingHints':{'SizeInMBs':7,'IntervalInSeconds':70},'CompressionFormat':'GZIP','Prefix':'a/'");
        catalog.now = Instant.parse("2024-01-16T00:00:00Z");

        DeliveryStream updated =
                catalog.update(
                        "orders",
                        1,
                        "'ExtendedS3DestinationUpdate':{'BufferingHints':{'SizeInMBs':9},'Prefix':'b/'}");

        assertThat(updated.version()).isEqualTo(2);
        assertThat(updated.lastUpdated()).contains(catalog.now);
        ExtendedS3Destination destination = SampleStreams.s3(updated);
        assertThat(destination.bufferingHints())
                .isEqualTo(new BufferingHints(9, Duration.ofSeconds(70)));
        assertThat(destination.prefix()).contains("b/");
        assertThat(destination.compressionFormat()).isEqualTo(CompressionFormat.GZIP);
        assertThat(catalog.streams.find("orders")).contains(updated);
    }

    @Test
    void aConversionIsMergedMemberByMemberTheTableToo() throws IOException {
        catalog.create("c", ",'DataFormatConversionConfiguration':" + CONVERSION);

        DeliveryStream updated =
                catalog.update(
                        "c",
                        1,
                        "'ExtendedS3DestinationUpdate':{'DataFormatConversionConfiguration':{'SchemaConfiguration':{'TableName':'u'},'OutputFormatConfiguration':{'Serializer':{'OrcSerDe':{'PaddingTolerance':1}}}}}");

        assertThat(StreamDescription.of(updated).findValue("DataFormatConversionConfiguration"))
                .hasToString(
                        CONVERSION
                                .replace("'TableName':'t'", "'TableName':'u'")
                                .replaceFirst(
                                        "'Serializer':.*'V0_11'}}",
                                        "'Serializer':{'OrcSerDe':{'PaddingTolerance':1.0}}")
                                .replace('\'', '"'));
    }

    @Test
    void aBackupIsSwitchedOnByAnUpdateAndNeverOffAgain() throws IOException {
        catalog.create("orders", "");
        String place = "'RoleARN':'arn:aws:iam::000000000000:role/r','BucketARN':'arn:aws:s3:::v'";
        catalog.update(
                "orders",
                1,
                "'ExtendedS3DestinationUpdate':{'S3BackupMode':'Enabled','S3BackupUpdate':{"
                        + place
                        + ",'Prefix':'source/','BufferingHints':{'SizeInMBs':3,'IntervalInSeconds':90}}}");

        assertThat(
                        refusal(() ->
                                catalog.update(
                                        "orders",
                                        2,
                                        "'ExtendedS3DestinationUpdate':{'S3BackupMode':'Disabled'}")))
                .isEqualTo(
                        "InvalidArgumentException: Disabling S3 backup is not currently supported.");

        catalog.update("orders", 2, "'S3DestinationUpdate':{'Prefix':'p/'}");
        DeliveryStream updated =
                catalog.update(
                        "orders",
                        3,
                        "'ExtendedS3DestinationUpdate':{'S3BackupUpdate':{'CompressionFormat':'GZIP','BufferingHints':{'SizeInMBs':7}}}");
        assertThat(StreamDescription.of(updated).findValue("S3BackupMode").asString())
                .isEqualTo("Enabled");
        assertThat(StreamDescription.of(updated).findValue("S3BackupDescription").toString())
                .contains("\"source/\"", "arn:aws:s3:::v", "GZIP");
        ExtendedS3Destination backup = SampleStreams.s3(updated.forBackup().orElseThrow());
        assertThat(backup.prefix()).contains("source/");
        assertThat(backup.bufferingHints())
                .as("merged member by member, as those of the destination are")
                .isEqualTo(new BufferingHints(7, Duration.ofSeconds(90)));
        assertThat(backup.processors()).isEmpty();
        catalog.reopen();
        assertThat(catalog.streams.find("orders")).contains(updated);
    }

    /// The role of a backup that is switched off is not used.
    @Test
    void aRoleOfABackupThatCannotBeAssumedIsRefused() throws IOException {
        String place =
                ",'S3BackupConfiguration':{'RoleARN':'%s','BucketARN':'arn:aws:s3:::v'}"
                        .formatted(closedRole());
        assertThat(refusal(() -> catalog.create("orders", ",'S3BackupMode':'Enabled'" + place)))
                .isEqualTo(
                        "InvalidArgumentException: Firehose is unable to assume role "
                                + closedRole()
                                + ". Please check the role provided.");
        catalog.create("orders", place);
        assertThat(
                        refusal(() ->
                                catalog.update(
                                        "orders",
                                        1,
                                        "'ExtendedS3DestinationUpdate':{'S3BackupMode':'Enabled'}")))
                .startsWith("InvalidArgumentException: Firehose is unable to assume role");
    }

    @Test
    void anUpdateThatChangesNothingLeavesTheVersionAlone() throws IOException {
        DeliveryStream created = catalog.create("orders", ",'Prefix':'a/'");

        assertThat(catalog.update("orders", 1, "'S3DestinationUpdate':{'Prefix':'a/'}"))
                .isEqualTo(created);
    }

    @Test
    void updatesAreCheckedInAwsOrder() throws IOException {
        catalog.create("orders", "");

        assertThat(refusal(() -> catalog.update("none", 1, "'S3DestinationUpdate':{}")))
                .isEqualTo(
                        "ResourceNotFoundException: Firehose none under accountId 000000000000 not"
                                + " found.");
        assertThat(refusal(() -> catalog.update("orders", 2, "'X':1")))
                .isEqualTo(
                        "ConcurrentModificationException: Cannot update firehose: orders since the"
                                + " current version id: 1 and specified version id: 2 do not match");
        assertThat(refusal(() -> catalog.update("orders", 1, "'DestinationId':'d-2'")))
                .isEqualTo("InvalidArgumentException: Destination Id d-2 not found");
        assertThat(refusal(() -> catalog.update("orders", 1, "'X':1")))
                .isEqualTo(
                        "InvalidArgumentException: At least one destination or source configuration"
                                + " update must be provided");
        assertThat(
                        refusal(() ->
                                catalog.update(
                                        "orders",
                                        1,
                                        "'S3DestinationUpdate':{},'ExtendedS3DestinationUpdate':{}")))
                .isEqualTo(
                        "InvalidArgumentException: Exactly one destination configuration is"
                                + " supported for a Firehose");
        assertThat(refusal(() -> catalog.update("orders", 1, "'HttpEndpointDestinationUpdate':{}")))
                .isEqualTo(
                        "InvalidArgumentException: Changing the destination type to or from"
                                + " HttpEndpoint is not supported at this time.");
    }

    @Test
    void theMergedResultOfAnUpdateIsCheckedLikeACreation() throws IOException {
        catalog.create("orders", "");

        assertThat(
                        refusal(() ->
                                catalog.update(
                                        "orders",
                                        1,
                                        "'S3DestinationUpdate':{'Prefix':'!{timestamp:yyyy}/'}")))
                .isEqualTo(
                        "InvalidArgumentException: ErrorOutputPrefix cannot be null or empty when"
                                + " Prefix contains expressions");
        assertThat(
                        refusal(() ->
                                catalog.update(
                                        "orders",
                                        1,
                                        "'ExtendedS3DestinationUpdate':{'CompressionFormat':'gzip'}")))
                .isEqualTo(
                        "ValidationException: 1 validation error detected: Value at"
                                + " 'extendedS3DestinationUpdate.compressionFormat' failed to satisfy"
                                + " constraint: Member must satisfy enum value set: [ZIP,"
                                + " HADOOP_SNAPPY, Snappy, GZIP, UNCOMPRESSED]");
        assertThat(
                        refusal(() ->
                                catalog.update(
                                        "orders",
                                        1,
                                        "'S3DestinationUpdate':{'RoleARN':'"
                                                + closedRole()
                                                + "'}")))
                .startsWith("InvalidArgumentException: Firehose is unable to assume role");
    }

    @Test
    void namesComeInPagesInOrderOfTheAlphabet() throws IOException {
        for (String name : List.of("b", "a", "Z", "c")) {
            catalog.create(name, "");
        }

        assertThat(catalog.streams.names("", 2, stream -> true))
                .isEqualTo(new DeliveryStreams.NamePage(List.of("Z", "a"), true));
        assertThat(catalog.streams.names("aa", 2, stream -> true))
                .as("a start that is no stream's name")
                .isEqualTo(new DeliveryStreams.NamePage(List.of("b", "c"), false));
    }

    @Test
    void tagsAreMergedByKeyAndAtMostFifty() throws IOException {
        catalog.create("orders", "");
        StreamCalls.tag(catalog.streams, tags(0, 50));

        assertThat(refusal(() -> tagged(tags(50, 51)))).startsWith("LimitExceededException: ");
        StreamCalls.tag(catalog.streams, tags(49, 50));
        catalog.streams.untag("orders", Set.of("k1", "nothing"));
        assertThat(catalog.streams.existing("orders").tags()).hasSize(49);
    }

    @Test
    void listenersHearOfEveryChangeInOrder() throws IOException {
        catalog.create("before", "");
        Hearing hearing = new Hearing();
        catalog.streams.addListener(hearing);

        catalog.create("orders", "");
        catalog.update("orders", 1, "'S3DestinationUpdate':{'Prefix':'a/'}");
        catalog.streams.delete("orders");

        assertThat(hearing.heard)
                .containsExactly("all [before]", "created true", "updated to 2", "deleted true");
    }

    /// The change is durable, so it is answered as done; and the listener hears of it later.
    @ParameterizedTest
    @EnumSource
    void aListenerThatMeetsABugHearsOfAllStreamsSoonAfter(Bug bug) throws IOException {
        Hearing hearing = new Hearing();
        catalog.streams.addListener(hearing);
        hearing.bug = Optional.of(bug);
        catalog.create("orders", "");
        assertThat(catalog.streams.find("orders")).isPresent();
        assertThatThrownBy(catalog.streams::catchUp).hasMessageContaining("listener");

        hearing.bug = Optional.empty();
        hearing.heard.clear();
        catalog.streams.catchUp();
        catalog.streams.catchUp();
        catalog.streams.delete("orders");
        assertThat(hearing.heard).containsExactly("all [orders]", "deleted true");
    }

    private final class Hearing implements DeliveryStreams.Listener {
        private final List<String> heard = new ArrayList<>();
        private Optional<Bug> bug = Optional.empty();

        private void hear(String what) {
            bug.ifPresent(met -> {
                throw met.at("listener");
            });
            heard.add(what);
        }

        @Override
        public void all(Collection<DeliveryStream> streams) {
            hear("all " + streams.stream().map(DeliveryStream::name).toList());
        }

        @Override
        public void created(DeliveryStream stream) {
            hear("created " + catalog.streams.find(stream.name()).isPresent());
        }

        @Override
        public void updated(DeliveryStream stream) {
            hear("updated to " + stream.version());
        }

        @Override
        public void deleted(DeliveryStream stream) {
            hear("deleted " + catalog.streams.find(stream.name()).isEmpty());
        }
    }

    private String tagged(ObjectNode request) throws IOException {
        StreamCalls.tag(catalog.streams, request);
        return "tagged";
    }

    private static ObjectNode tags(int from, int to) {
        StringBuilder list = new StringBuilder();
        for (int i = from; i < to; i++) {
            list.append(i == from ? "" : ",").append("{'Key':'k" + i + "','Value':'v'}");
        }
        return json("{'DeliveryStreamName':'orders','Tags':[" + list + "]}");
    }

    private static String closedRole() {
        return "arn:aws:iam::000000000000:role/closed";
    }
}
