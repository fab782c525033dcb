package io.hydrant.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The whole server in this process: what goes in over one API comes out of another.
class HydrantTest {
    @TempDir Path data;

    @Test
    void aRecordComesOutOfTheBucketAlsoAfterARestart() throws Exception {
        try (Hydrant hydrant = start()) {
            createPipeline(hydrant);
            put(hydrant, "Amélie\n");
        }
        try (Hydrant hydrant = start();
                S3Client s3 = s3(hydrant)) {
            assertThat(delivered(s3)).isEqualTo("Amélie\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"catalog.db", "s3/index.db"})
    void withoutADatabaseNothingOfWhatItToldIsDeleted(String database) throws Exception {
        try (Hydrant hydrant = start();
                S3Client s3 = s3(hydrant)) {
            createPipeline(hydrant);
            put(hydrant, "Amélie\n");
            assertThat(delivered(s3)).isEqualTo("Amélie\n");
        }
        Path gone = data.resolve(database);
        Path aside = data.resolve("aside.db");
        Files.move(gone, aside);
        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(gone + " is missing or empty")
                .hasMessageContaining("Put the database back");
        Files.createFile(gone);
        assertThatThrownBy(this::start).hasMessageContaining("is missing or empty");
        Files.move(aside, gone, StandardCopyOption.REPLACE_EXISTING);
        try (Hydrant hydrant = start();
                S3Client s3 = s3(hydrant)) {
            assertThat(delivered(s3)).isEqualTo("Amélie\n");
        }
    }

    @Test
    void aSecondServerIsKeptOutOfTheSameData() throws IOException {
        try (Hydrant first = start()) {
            assertThat(first.endpoint().getPort()).isPositive();
            assertThatThrownBy(this::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "in use by another Hydrant server (process "
                                    + ProcessHandle.current().pid()
                                    + ", at "
                                    + first.endpoint()
                                    + "). Stop that one");
        }
    }

    @Test
    void theRootKeyIsMadeOnceForItsOwnerOnly() throws IOException {
        RootCredentials first;
        try (Hydrant hydrant = start()) {
            first = hydrant.rootCredentials();
        }
        Path file = data.resolve("credentials");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(CredentialsFile.read(file)).contains(first);
        try (Hydrant hydrant = start()) {
            assertThat(hydrant.rootCredentials()).isEqualTo(first);
        }
        assertThat(first.toString()).doesNotContain(first.secretAccessKey().reveal());
    }

    private Hydrant start() throws IOException {
        return Hydrant.start(ServerSettings.local(data));
    }

    private static void createPipeline(Hydrant hydrant) {
        try (S3Client s3 = s3(hydrant);
                IamClient iam =
                        IamClient.builder()
                                .endpointOverride(hydrant.endpoint())
                                .region(Region.US_EAST_1)
                                .credentialsProvider(credentials(hydrant))
                                .httpClient(UrlConnectionHttpClient.create())
                                .build();
                FirehoseClient firehose = firehose(hydrant)) {
            FilmsPipeline.create(s3, iam, firehose, 3);
        }
    }

    private static void put(Hydrant hydrant, String text) {
        try (FirehoseClient firehose = firehose(hydrant)) {
            firehose.putRecord(request ->
                    request.deliveryStreamName("films")
                            .record(record -> record.data(SdkBytes.fromUtf8String(text))));
        }
    }

    private static String delivered(S3Client s3) {
        List<S3Object> objects =
                Wait.seconds(30)
                        .until(
                                "something is delivered",
                                () -> s3.listObjectsV2(list -> list.bucket("films")).contents(),
                                found -> !found.isEmpty());
        assertThat(objects).hasSize(1);
        return s3.getObjectAsBytes(request -> request.bucket("films").key(objects.getFirst().key()))
                .asString(StandardCharsets.UTF_8);
    }

    private static S3Client s3(Hydrant hydrant) {
        return S3Client.builder()
                .endpointOverride(hydrant.endpoint())
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(credentials(hydrant))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static FirehoseClient firehose(Hydrant hydrant) {
        return FirehoseClient.builder()
                .endpointOverride(hydrant.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials(hydrant))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    private static StaticCredentialsProvider credentials(Hydrant hydrant) {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(
                        hydrant.rootCredentials().accessKeyId(),
                        hydrant.rootCredentials().secretAccessKey().reveal()));
    }
}
