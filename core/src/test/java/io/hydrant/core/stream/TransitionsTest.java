package io.hydrant.core.stream;

import static io.hydrant.core.stream.StreamsFixture.json;
import static io.hydrant.core.stream.StreamsFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.stream.request.StreamDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What callers see of streams that are being created and deleted, where that takes time.
class TransitionsTest {
    @TempDir private Path directory;
    private StreamsFixture catalog;

    @BeforeEach
    void open() throws IOException {
        catalog = new StreamsFixture(directory);
        catalog.showTransitions(Duration.ofSeconds(10));
    }

    @AfterEach
    void close() throws IOException {
        catalog.close();
    }

    @Test
    void aStreamIsCreatedAfterAWhile() throws IOException {
        catalog.create("orders", "");
        assertThat(status("orders")).isEqualTo("CREATING");
        assertThat(names()).containsExactly("orders");
        pass(9_999);
        assertThat(status("orders")).isEqualTo("CREATING");
        pass(1);
        assertThat(status("orders")).isEqualTo("ACTIVE");
        assertThat(catalog.streams.active("orders").name()).isEqualTo("orders");
    }

    @Test
    void whatIsBeingCreatedTakesNoRecordsAndNoChange() throws IOException {
        catalog.create("orders", "");
        assertThat(refusal(() -> catalog.streams.active("orders")))
                .isEqualTo(
                        "ResourceNotFoundException: Firehose orders is not active in 000000000000 account.");
        assertThat(refusal(() -> catalog.update("orders", 7, "'S3DestinationUpdate':{}")))
                .isEqualTo(
                        "ResourceInUseException: Cannot update firehose: orders when it is in CREATING status");
        assertThat(refusal(() -> tagged("orders"))).startsWith("ResourceInUseException: ");
        assertThat(refusal(() -> deleted("orders")))
                .isEqualTo(
                        "ResourceInUseException: Firehose orders under account 000000000000 cannot be deleted in CREATING state");
        assertThat(refusal(() -> catalog.create("orders", "")))
                .isEqualTo(
                        "ResourceInUseException: Firehose orders under accountId 000000000000 already exists");
        pass(10_000);
        assertThat(catalog.update("orders", 1, "'S3DestinationUpdate':{'Prefix':'p'}").version())
                .isEqualTo(2);
        tagged("orders");
        catalog.streams.delete("orders");
    }

    @Test
    void aStreamIsGoneAfterAWhile() throws IOException {
        catalog.create("orders", "");
        catalog.create("others", "");
        pass(10_000);
        catalog.streams.delete("orders");
        assertThat(status("orders")).isEqualTo("DELETING");
        assertThat(names()).containsExactly("orders", "others");
        catalog.streams.delete("orders");
        assertThat(refusal(() -> catalog.streams.active("orders")))
                .isEqualTo(
                        "ResourceNotFoundException: Firehose orders is not active in 000000000000 account.");
        assertThat(refusal(() -> catalog.update("orders", 1, "'S3DestinationUpdate':{}")))
                .contains("when it is in DELETING status");
        assertThat(refusal(() -> tagged("orders"))).startsWith("ResourceInUseException: ");
        assertThat(refusal(() -> catalog.create("orders", "")))
                .startsWith("ResourceInUseException: ");
        assertThat(catalog.streams.all()).hasSize(1);
        pass(10_000);
        assertThat(refusal(() -> status("orders")))
                .isEqualTo(
                        "ResourceNotFoundException: Firehose orders under account 000000000000 not found.");
        assertThat(names()).containsExactly("others");
        catalog.create("orders", "");
    }

    @Test
    void aStackIsDoneWhenItsStreamIs() throws IOException {
        NewStream wanted =
                StreamCalls.newStream(
                        catalog.streams,
                        json(
                                "{'DeliveryStreamName':'ofStack','ExtendedS3DestinationConfiguration':{'RoleARN':'%s','BucketARN':'%s'}}"
                                        .formatted(StreamsFixture.ROLE, StreamsFixture.BUCKET)));
        String log = catalog.streams.newLogId();
        catalog.streams.create(wanted, log);
        assertThat(status("ofStack")).isEqualTo("ACTIVE");
        catalog.streams.delete("ofStack", log);
        assertThat(names()).isEmpty();
    }

    private String tagged(String name) throws IOException {
        StreamCalls.tag(
                catalog.streams,
                json("{'DeliveryStreamName':'%s','Tags':[{'Key':'a'}]}".formatted(name)));
        return name;
    }

    private String deleted(String name) throws IOException {
        catalog.streams.delete(name);
        return name;
    }

    private List<String> names() {
        return catalog.streams.names("", 10, stream -> true).names();
    }

    private String status(String name) {
        return StreamDescription.of(catalog.streams.existing(name))
                .path("DeliveryStreamStatus")
                .asString();
    }

    private void pass(long millis) {
        catalog.now = catalog.now.plusMillis(millis);
    }
}
