package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationUpdate;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.SchemaConfiguration;
import software.amazon.awssdk.services.firehose.model.Serializer;
import software.amazon.awssdk.services.firehose.model.Tag;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A running account with a database `cinema`, a bucket `films`, and a role that may read the
/// tables and write the objects: streams that convert are made in it.
final class ConvertedFilms implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::000000000000:role/delivery";
    static final String PARQUET = "ParquetSerDe";
    static final String ORC = "OrcSerDe";

    private static final String MAY_WRITE =
            "{\"Effect\":\"Allow\",\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::films/*\"}";
    private static final String MAY_READ =
            "{\"Effect\":\"Allow\",\"Action\":[\"glue:GetTable\",\"glue:GetTableVersion\"],\"Resource\":\"*\"}";

    final RunningAccount account;
    final GlueClient glue;
    final FirehoseClient firehose;

    ConvertedFilms(RunningAccount account) {
        this.account = account;
        this.glue = account.client(GlueClient.builder(), account.root());
        this.firehose = account.client(FirehoseClient.builder(), account.root());
        account.s3.createBucket(create -> create.bucket("films"));
        account.iam.createRole(create ->
                create.roleName("delivery")
                        .assumeRolePolicyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"firehose.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
        mayReadTables(true);
        glue.createDatabase(create -> create.databaseInput(input -> input.name("cinema")));
    }

    void mayReadTables(boolean may) {
        account.iam.putRolePolicy(put ->
                put.roleName("delivery")
                        .policyName("work")
                        .policyDocument(
                                "{\"Version\":\"2012-10-17\",\"Statement\":[%s]}"
                                        .formatted(may ? MAY_WRITE + "," + MAY_READ : MAY_WRITE)));
    }

    /// Makes a table.
    ///
    /// @param columns names and types in turn
    void table(String name, String... columns) {
        glue.createTable(create -> create.databaseName("cinema").tableInput(of(name, columns)));
    }

    void tableBecomes(String name, String... columns) {
        glue.updateTable(update -> update.databaseName("cinema").tableInput(of(name, columns)));
    }

    void dropTable(String name) {
        glue.deleteTable(delete -> delete.databaseName("cinema").name(name));
    }

    private static TableInput of(String name, String... columns) {
        List<Column> all = new ArrayList<>();
        for (int i = 0; i < columns.length; i += 2) {
            all.add(Column.builder().name(columns[i]).type(columns[i + 1]).build());
        }
        return TableInput.builder()
                .name(name)
                .storageDescriptor(storage -> storage.columns(all))
                .build();
    }

    /// Makes a stream whose objects are under its name, and what cannot be read under `e/`.
    void stream(
            String name,
            String table,
            String serializer,
            Consumer<ExtendedS3DestinationConfiguration.Builder> more,
            String... shards) {
        ExtendedS3DestinationConfiguration.Builder destination =
                ExtendedS3DestinationConfiguration.builder()
                        .roleARN(ROLE)
                        .bucketARN("arn:aws:s3:::films")
                        .prefix(name + "/")
                        .errorOutputPrefix("e/" + name + "/!{firehose:error-output-type}/")
                        .bufferingHints(hints -> hints.sizeInMBs(64).intervalInSeconds(0))
                        .dataFormatConversionConfiguration(conversion ->
                                conversion
                                        .schemaConfiguration(schema(table))
                                        .inputFormatConfiguration(input ->
                                                input.deserializer(
                                                        each -> each.openXJsonSerDe(_ -> {})))
                                        .outputFormatConfiguration(
                                                output -> output.serializer(of(serializer))));
        more.accept(destination);
        firehose.createDeliveryStream(create -> {
            create.deliveryStreamName(name).extendedS3DestinationConfiguration(destination.build());
            if (shards.length > 0) {
                create.tags(List.of(Tag.builder().key("hydrant:shards").value(shards[0]).build()));
            }
        });
    }

    static SchemaConfiguration schema(String table) {
        return SchemaConfiguration.builder()
                .roleARN(ROLE)
                .databaseName("cinema")
                .tableName(table)
                .build();
    }

    static Serializer of(String serializer) {
        return serializer.equals(ORC)
                ? Serializer.builder().orcSerDe(_ -> {}).build()
                : Serializer.builder().parquetSerDe(_ -> {}).build();
    }

    void update(String stream, Consumer<ExtendedS3DestinationUpdate.Builder> change) {
        var described =
                firehose.describeDeliveryStream(get -> get.deliveryStreamName(stream))
                        .deliveryStreamDescription();
        firehose.updateDestination(update ->
                update.deliveryStreamName(stream)
                        .currentDeliveryStreamVersionId(described.versionId())
                        .destinationId(described.destinations().getFirst().destinationId())
                        .extendedS3DestinationUpdate(change));
    }

    void put(String stream, String... records) {
        assertThat(
                        firehose.putRecordBatch(request ->
                                        request.deliveryStreamName(stream)
                                                .records(
                                                        Stream.of(records)
                                                                .map(SdkBytes::fromUtf8String)
                                                                .map(bytes ->
                                                                        Record.builder()
                                                                                .data(bytes)
                                                                                .build())
                                                                .toList()))
                                .failedPutCount())
                .isZero();
    }

    List<String> keys(String prefix) {
        return account
                .s3
                .listObjectsV2(list -> list.bucket("films").prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    byte[] object(String key) {
        return account.s3.getObjectAsBytes(get -> get.bucket("films").key(key)).asByteArray();
    }

    /// The lines of the objects of a stream that could not be converted.
    List<JsonNode> failures(String stream) {
        List<JsonNode> all = new ArrayList<>();
        for (String key : keys("e/" + stream + "/format-conversion-failed/")) {
            new String(object(key), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> all.add(JsonMapper.shared().readTree(line)));
        }
        return all;
    }

    static String raw(JsonNode failure) {
        return new String(
                Base64.getDecoder().decode(failure.path("rawData").asString()),
                StandardCharsets.UTF_8);
    }

    /// Waits for what is found, in order of the alphabet.
    static List<String> rows(Wait.Look<List<String>> look, int count) {
        List<String> found =
                Wait.seconds(60).until("so many rows", look, rows -> rows.size() >= count);
        List<String> sorted = new ArrayList<>(found);
        Collections.sort(sorted);
        return sorted;
    }

    void flush(String stream) throws IOException {
        URI address =
                account.hydrant.endpoint().resolve("/_hydrant/streams/flush?stream=" + stream);
        assertThat(SignedPages.send(address, SdkHttpMethod.POST, account.root()).statusCode())
                .isEqualTo(202);
    }

    /// Of a stream, what its delivery is at.
    JsonNode status(String stream) {
        URI endpoint = account.hydrant.endpoint();
        for (JsonNode each :
                SignedPages.get(endpoint, "/_hydrant/status", account.root()).path("streams")) {
            if (each.path("name").asString().equals(stream)) {
                return each;
            }
        }
        throw new AssertionError(stream);
    }

    @Override
    public void close() {
        glue.close();
        firehose.close();
        account.close();
    }
}
