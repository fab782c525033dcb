package io.hydrant.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The data directory of a killed server of the release 0.2.0, with something of everything that a
/// server keeps. Later versions take it up, and account for all of it.
class ReleaseUpgradeTest {
    private static final List<String> STREAMS = List.of("plain", "gzip", "films", "pipeline");

    @TempDir Path folder;

    private KeptDirectory kept;

    @BeforeEach
    void unpack() throws IOException {
        kept = KeptDirectory.unpack("0.2.0", folder);
    }

    @Test
    void everyRecordIsDeliveredExactlyOnce() throws IOException {
        ServerProcess.start(kept.data()).close(); // is killed, so that it is taken up again
        try (ServerProcess server = ServerProcess.start(kept.data())) {
            Aws aws = Aws.of(server);
            aws.allowWrites("gzip", "gzip");
            aws.allowWrites("films", "films*"); // and the backup's bucket
            STREAMS.forEach(stream -> flush(aws, stream));
            Status.awaitDelivery(server, Duration.ofSeconds(60));

            for (String stream : List.of("plain", "gzip", "pipeline")) {
                List<String> lines = new ArrayList<>();
                new DeliveredObjects(aws, stream).forEachLine(lines::add);
                assertThat(lines).as(stream).isEqualTo(kept.payloads(stream));
            }
            List<String> films = kept.payloads("films");
            assertThat(partitionsOf(aws)).containsExactlyInAnyOrderElementsOf(partitioned(films));
            assertThat(failed(aws))
                    .containsExactlyInAnyOrderElementsOf(
                            films.stream().filter(film -> !film.startsWith("{")).toList());
            Wait.seconds(60)
                    .until(
                            "the backup",
                            () -> backedUp(aws),
                            all -> all.length() >= String.join("", films).length());
            assertThat(backedUp(aws)).isEqualTo(String.join("", films));

            for (String stream : STREAMS) {
                Program.Ended verify =
                        Program.hydrant(server.environment(), "verify", "--stream", stream);
                assertThat(verify.status()).as(verify.output()).isZero();
            }
        }
    }

    @Test
    void whatPeopleKeepIsThere() throws IOException {
        try (ServerProcess server = ServerProcess.start(kept.data());
                S3Client s3 = Aws.of(server).s3()) {
            for (String key : List.of("año/film ñ.txt", "copy")) {
                var object = s3.getObjectAsBytes(get -> get.bucket("objects").key(key));
                assertThat(object.asUtf8String()).isEqualTo("Nosferatu\n");
                assertThat(object.response().metadata()).containsEntry("year", "1922");
                assertThat(s3.getObjectTagging(get -> get.bucket("objects").key(key)).tagSet())
                        .containsExactlyInAnyOrder(tag("kind", "film"), tag("place", "málaga"));
            }
            completeUpload(s3);
            assertThat(Aws.of(server).keys("objects", ""))
                    .containsExactly("año/film ñ.txt", "copy", "empty", "parts");

            JsonNode versions = kept.note("versions.json");
            List<String> contents = new ArrayList<>();
            for (JsonNode version : versions) {
                contents.add(
                        s3.getObjectAsBytes(get ->
                                        get.bucket("versions")
                                                .key("film")
                                                .versionId(version.stringValue()))
                                .asUtf8String());
            }
            assertThat(contents).containsExactly("first\n", "second\n");
            var listed = s3.listObjectVersions(list -> list.bucket("versions"));
            assertThat(listed.versions()).hasSize(3);
            assertThat(listed.deleteMarkers()).hasSize(1);
            assertThat(s3.getBucketTagging(get -> get.bucket("versions")).tagSet())
                    .containsExactly(tag("kept", "yes"));
        }
    }

    @Test
    void usersKeysAndPoliciesHold() throws IOException {
        JsonNode key = kept.note("reader.json");
        try (ServerProcess server = ServerProcess.start(kept.data());
                IamClient iam = Aws.of(server).iam()) {
            assertThat(
                            iam
                                    .listAttachedUserPolicies(list -> list.userName("reader"))
                                    .attachedPolicies()
                                    .stream()
                                    .map(AttachedPolicy::policyName))
                    .containsExactly("put");
            Aws reader =
                    new Aws(
                            server.endpoint(),
                            key.required("id").stringValue(),
                            key.required("secret").stringValue());
            assertThat(reader.linesOf("objects", "copy")).containsExactly("Nosferatu");
            try (S3Client s3 = reader.s3()) {
                assertThatThrownBy(() ->
                                s3.putObject(
                                        put -> put.bucket("objects").key("copy"),
                                        RequestBody.fromString("")))
                        .isInstanceOfSatisfying(
                                S3Exception.class,
                                denied -> assertThat(denied.statusCode()).isEqualTo(403));
            }
            try (FirehoseClient firehose = Aws.of(server).firehose()) {
                assertThat(
                                firehose.listTagsForDeliveryStream(
                                                list -> list.deliveryStreamName("films"))
                                        .tags())
                        .singleElement()
                        .satisfies(tag -> assertThat(tag.value()).isEqualTo("sí"));
            }
        }
    }

    @Test
    void theStackIsAsItsTemplateSays() throws IOException {
        try (ServerProcess server = ServerProcess.start(kept.data())) {
            Map<String, String> environment = server.environment();
            Program.Ended stacks = Program.hydrant(environment, "stacks");
            assertThat(stacks.output()).contains("pipeline", "CREATE_COMPLETE");
            String template = folder.resolve("template.json").toString();

            Program.Ended same =
                    Program.hydrant(environment, "deploy", template, "--stack", "pipeline");

            assertThat(same.status()).as(same.output()).isZero();
            assertThat(Program.hydrant(environment, "stacks").output())
                    .as(same.output())
                    .contains("CREATE_COMPLETE");
        }
    }

    @Test
    void theStateIsWholeAndItsHistoryIsGoneOnWith() throws IOException {
        ServerProcess.start(kept.data()).terminate();

        Program.Ended check = Program.hydrant(Map.of(), "check", "--data", kept.data().toString());

        assertThat(check.status()).as(check.output()).isZero();
        try (Stream<Path> files = Files.list(kept.data())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(name -> name.startsWith("metrics"))
                    .contains("metrics.db")
                    .allMatch(name -> name.matches("metrics\\.db(-wal|-shm)?"));
        }
    }

    /// As an older program meets what a newer one has written.
    @Test
    void aDirectoryOfALaterVersionIsRefusedAndLeftAsItIs() throws IOException {
        for (Path database : List.of(Path.of("catalog.db"), Path.of("s3", "index.db"))) {
            Path data = KeptDirectory.unpack("0.2.0", folder.resolve(database.toString())).data();
            Program.Ended raised =
                    Program.run(
                            Map.of(),
                            folder,
                            "python3",
                            "-c",
                            """
                            import sqlite3, sys
                            database = sqlite3.connect(sys.argv[1])
                            database.execute("UPDATE schema_steps SET steps = steps + 1")
                            database.commit()
                            """,
                            data.resolve(database).toString());
            assertThat(raised.status()).as(raised.output()).isZero();
            byte[] before = Files.readAllBytes(data.resolve(database));

            Program.Ended refused =
                    Program.hydrant(
                            Map.of(),
                            "serve",
                            "--listen",
                            "127.0.0.1:0",
                            "--data",
                            data.toString());

            assertThat(refused.status()).isNotZero();
            assertThat(refused.output())
                    .contains("was written by a newer version of Hydrant")
                    .doesNotContain("ready on");
            assertThat(Files.readAllBytes(data.resolve(database))).isEqualTo(before);
        }
    }

    /// Has a stream deliver at once what it gathers for a quarter of an hour.
    private static void flush(Aws aws, String stream) {
        try (FirehoseClient firehose = aws.firehose()) {
            var description =
                    firehose.describeDeliveryStream(ask -> ask.deliveryStreamName(stream))
                            .deliveryStreamDescription();
            firehose.updateDestination(update ->
                    update.deliveryStreamName(stream)
                            .currentDeliveryStreamVersionId(description.versionId())
                            .destinationId(description.destinations().getFirst().destinationId())
                            .extendedS3DestinationUpdate(destination ->
                                    destination.bufferingHints(
                                            hints -> hints.sizeInMBs(64).intervalInSeconds(0))));
        }
    }

    /// Each delivered film, behind its partition.
    private static List<String> partitionsOf(Aws aws) {
        List<String> all = new ArrayList<>();
        for (String key : aws.keys("films", "films/")) {
            String country = key.split("/", -1)[1];
            aws.linesOf("films", key).forEach(film -> all.add(country + " " + film));
        }
        return all;
    }

    private static List<String> partitioned(List<String> films) {
        return films.stream()
                .filter(film -> film.startsWith("{"))
                .map(film ->
                        JsonMapper.shared().readTree(film).path("country").asString("unknown")
                                + " "
                                + film)
                .toList();
    }

    private static List<String> failed(Aws aws) {
        return aws.keys("films", "errors/processing-failed/").stream()
                .flatMap(key -> aws.linesOf("films", key).stream())
                .map(line -> JsonMapper.shared().readTree(line).required("rawData").stringValue())
                .map(raw -> new String(Base64.getDecoder().decode(raw), StandardCharsets.UTF_8))
                .toList();
    }

    /// All of the backup, in the order in which it came: keys begin with their time.
    private static String backedUp(Aws aws) {
        StringBuilder all = new StringBuilder();
        for (String key : aws.keys("films-backup", "")) {
            aws.linesOf("films-backup", key).forEach(all::append);
        }
        return all.toString();
    }

    private void completeUpload(S3Client s3) throws IOException {
        JsonNode upload = kept.note("upload.json");
        CompletedPart part =
                CompletedPart.builder()
                        .partNumber(1)
                        .eTag(upload.required("etag").stringValue())
                        .build();
        s3.completeMultipartUpload(complete ->
                complete.bucket("objects")
                        .key("parts")
                        .uploadId(upload.required("id").stringValue())
                        .multipartUpload(parts -> parts.parts(part)));
        assertThat(s3.getObjectAsBytes(get -> get.bucket("objects").key("parts")).asUtf8String())
                .isEqualTo("Metropolis\n");
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
