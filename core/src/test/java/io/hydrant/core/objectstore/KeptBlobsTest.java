package io.hydrant.core.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.RealDisk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a start does with blobs that the index does not name, what blobs say of themselves, and
/// that damaged ones are never read as whole.
class KeptBlobsTest {
    private static final Precondition NONE = new Precondition.None();

    @TempDir Path folder;
    private Path data;
    private S3Store store;

    @BeforeEach
    void open() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        store = opened(data);
        store.buckets().create("films", "us-east-1");
    }

    @AfterEach
    void close() throws IOException {
        store.close();
    }

    private static S3Store opened(Path data) throws IOException {
        return StoreFixture.opened(data, new RealDisk());
    }

    private void reopen() throws IOException {
        store.close();
        store = opened(data);
    }

    @Test
    void whatWasNeverFinishedIsRemovedAndWhatIsUnknownIsKept() throws IOException {
        put("k", "named");
        Path unfinished = data.resolve("s3/blobs/77/77000000000000000000000000000000.1");
        Files.createDirectories(data.resolve("s3/blobs/77"));
        Files.writeString(unfinished, "half");
        Path old = data.resolve("s3/blobs/77/77000000000000000000000000000000");
        Files.writeString(old, "of an older version");
        Path unanswered = finishedAndNotPut("films", "unanswered", "bytes");
        reopen();
        assertThat(unfinished).doesNotExist();
        assertThat(aside(unfinished)).doesNotExist();
        assertThat(old).doesNotExist();
        assertThat(aside(old)).hasContent("of an older version");
        assertThat(unanswered).doesNotExist();
        assertThat(aside(unanswered)).exists();
        assertThat(textOf("k")).isEqualTo("named");
        reopen();
        assertThat(aside(old)).exists();
        assertThat(aside(unanswered)).exists();
    }

    @Test
    void whatIsKeptIsMovedBackWhenTheIndexThatNamesItComesBack() throws IOException {
        put("first", "1");
        store.close();
        Path old = copyOfIndex("old");
        store = opened(data);
        put("second", "2");
        ObjectVersion replaced = put("first", "one");
        store.close();
        Path latest = copyOfIndex("latest");

        putBack(old);
        assertThatThrownBy(() -> opened(data))
                .hasMessageContaining("index.db has lost its latest")
                .hasMessageContaining("It lacks objects that were stored since: 2 files")
                .hasMessageContaining("one is s3://films/");
        assertThat(files(data.resolve("s3/blobs"))).hasSize(2);
        assertThat(data.resolve("lost+found")).doesNotExist();

        Files.delete(data.resolve("s3/index.mark"));
        store = opened(data);
        assertThat(files(data.resolve("lost+found/s3/blobs"))).hasSize(2);
        assertThat(store.objects().find(bucket(), "second", Optional.empty())).isEmpty();
        store.close();

        putBack(latest);
        Files.delete(data.resolve("s3/index.mark"));
        store = opened(data);
        assertThat(textOf("second")).isEqualTo("2");
        assertThat(textOf("first")).isEqualTo("one");
        assertThat(replaced.seq()).isPositive();
        assertThat(files(data.resolve("lost+found/s3/blobs"))).isEmpty();
    }

    /// As after a kill between the bytes and the row, and a client that sends it again.
    @Test
    void whatIsThereASecondTimeTakesNoRoom() throws IOException {
        Path first = finishedAndNotPut("films", "k", "the same");
        Path other = finishedAndNotPut("films", "k", "not the same");
        reopen();
        put("k", "the same");
        assertThat(aside(first)).exists();
        reopen();
        assertThat(aside(first)).doesNotExist();
        assertThat(aside(other)).exists();
        assertThat(textOf("k")).isEqualTo("the same");
    }

    /// An older index names the first of two equal puts; the newest, which may come back, the
    /// second.
    @Test
    void whatIsEqualToAnEarlierObjectIsKept() throws IOException {
        put("k", "the same");
        store.close();
        Path old = copyOfIndex("old");
        store = opened(data);
        put("k", "other");
        ObjectVersion second = put("k", "the same");
        store.close();
        Path latest = copyOfIndex("latest");
        putBack(old);
        Files.delete(data.resolve("s3/index.mark"));
        opened(data).close();
        opened(data).close();
        assertThat(aside(blobOf(second))).exists();
        putBack(latest);
        Files.delete(data.resolve("s3/index.mark"));
        store = opened(data);
        assertThat(textOf("k")).isEqualTo("the same");
    }

    /// Such as an editor leaves, or a file system of its own.
    @Test
    void strangeFilesAndFoldersKeepNobodyFromStarting() throws IOException {
        put("k", "bytes");
        Files.writeString(data.resolve("s3/blobs/README"), "of somebody");
        Files.createDirectories(data.resolve("s3/blobs/77/inner/deeper"));
        Files.writeString(data.resolve("lost+found"), "no folder at all");
        Path unknown = finishedAndNotPut("films", "unknown", "bytes");
        reopen();
        assertThat(textOf("k")).isEqualTo("bytes");
        assertThat(data.resolve("s3/blobs/README")).exists();
        assertThat(data.resolve("s3/blobs/77/inner/deeper")).exists();
        assertThat(unknown).exists();
    }

    @Test
    void aDeletionThatWasWrittenDownIsCarriedOutAtTheNextStart() throws IOException {
        put("k", "deleted");
        Path blob = files(data.resolve("s3/blobs")).getFirst();
        byte[] bytes = Files.readAllBytes(blob);
        store.objects().delete(bucket(), "k", Optional.empty(), NONE);
        assertThat(blob).doesNotExist();
        store.close();
        Files.write(blob, bytes); // A power cut took the deletion back.
        store = opened(data);
        assertThat(blob).doesNotExist();
        assertThat(aside(blob)).doesNotExist();
    }

    @Test
    void manyDeletionsLeaveFewRowsBehind() throws IOException {
        for (int i = 0; i < 80; i++) {
            put("k", "version " + i);
        }
        store.close();
        int rows;
        try (var connection =
                        DriverManager.getConnection("jdbc:sqlite:" + data.resolve("s3/index.db"));
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM garbage")) {
            rows = row.getInt(1);
        } catch (SQLException e) {
            throw new IOException(e);
        }
        assertThat(rows).isLessThan(64);
        store = opened(data);
        assertThat(textOf("k")).isEqualTo("version 79");
    }

    @Test
    void everyVersionIsDescribedByABlob() throws IOException {
        store.buckets().setVersioning("films", Versioning.ENABLED);
        ObjectDetails details =
                new ObjectDetails(
                        new TreeMap<>(Map.of("content-type", "text/plain")),
                        new TreeMap<>(Map.of("director", "Méliès")),
                        new TreeMap<>(),
                        Optional.empty());
        put("k", "bytes", details);
        ObjectVersion put = store.objects().find(bucket(), "k", Optional.empty()).orElseThrow();
        ObjectVersion copy = store.objects().copy(put, bucket(), "copy", details, NONE);
        String marker =
                store.objects()
                        .delete(bucket(), "k", Optional.empty(), NONE)
                        .versionId()
                        .orElseThrow();
        Upload upload = store.uploads().create(bucket(), "parts", details, Optional.empty());
        Upload.Part part;
        try (BlobWriter writer = store.write(List.of(upload.algorithm()))) {
            writer.write("a part".getBytes(StandardCharsets.UTF_8));
            BlobWriter.Written written =
                    writer.finish(sums -> store.uploads().described(bucket(), upload, 1, sums));
            part =
                    store.uploads()
                            .put(bucket(), "parts", upload.id(), 1, written, Optional.empty());
        }
        ObjectVersion whole =
                store.uploads()
                        .complete(
                                bucket(),
                                "parts",
                                upload.id(),
                                List.of(
                                        new Uploads.Claimed(
                                                1,
                                                part.etag(),
                                                List.of(
                                                        new Upload.Sum(
                                                                ChecksumAlgorithm.CRC64NVME,
                                                                part.checksum())))),
                                new Uploads.Whole(
                                        Optional.empty(), Optional.empty(), Optional.empty()),
                                NONE);

        List<BlobDescription> said = descriptions();
        assertThat(said).hasSize(5);
        BlobDescription object = of(said, BlobDescription.Kind.OBJECT, "k");
        assertThat(object.versionId()).isEqualTo(put.versionId());
        assertThat(object.seq()).isEqualTo(put.seq());
        assertThat(object.etag()).isEqualTo(put.etag());
        assertThat(object.modifiedAt()).isEqualTo(put.modified());
        assertThat(object.details()).isEqualTo(put.details());
        BlobDescription copied = of(said, BlobDescription.Kind.MANIFEST, "copy");
        assertThat(copied.versionId()).isEqualTo(copy.versionId());
        assertThat(copied.segments()).isEqualTo(put.segments());
        assertThat(of(said, BlobDescription.Kind.MARKER, "k").versionId()).isEqualTo(marker);
        BlobDescription joined = of(said, BlobDescription.Kind.MANIFEST, "parts");
        assertThat(joined.versionId()).isEqualTo(whole.versionId());
        assertThat(joined.etag()).isEqualTo(whole.etag());
        assertThat(joined.details()).isEqualTo(whole.details());
        BlobDescription first = of(said, BlobDescription.Kind.PART, "parts");
        assertThat(first.part().orElseThrow().upload()).isEqualTo(upload.id());
        assertThat(first.part().orElseThrow().checksum()).isEqualTo(part.checksum());

        for (ObjectVersion version : List.of(put, copy, whole)) {
            store.objects().delete(bucket(), version.key(), Optional.of(version.versionId()), NONE);
        }
        store.objects().delete(bucket(), "k", Optional.of(marker), NONE);
        assertThat(files(data.resolve("s3/blobs"))).isEmpty();
        store.buckets().delete("films");
    }

    @Test
    void aDamagedBlobIsNeverReadToItsEnd() throws IOException {
        String text = "x".repeat(200_000);
        ObjectVersion small = put("small", "some bytes");
        ObjectVersion large = put("large", text);
        for (ObjectVersion version : List.of(small, large)) {
            Path blob = blobOf(version);
            byte[] bytes = Files.readAllBytes(blob);
            bytes[5] ^= 1;
            Files.write(blob, bytes);
            try (InputStream in = store.objects().read(version, 0, version.size())) {
                long read = 0;
                try {
                    for (int n = in.read(new byte[10_000]); n > 0; n = in.read(new byte[10_000])) {
                        read += n;
                    }
                    assertThat(read).as("a damaged blob").isNegative();
                } catch (BlobDamagedException e) {
                    assertThat(e)
                            .hasMessageContaining(blob + " is damaged: the CRC32C of its bytes is");
                }
                assertThat(read).isLessThan(version.size());
            }
            bytes[5] ^= 1;
            Files.write(blob, bytes);
        }
        assertThat(textOf("small")).isEqualTo("some bytes");
        assertThat(textOf("large")).isEqualTo(text);
    }

    @Test
    void aBlobThatIsCutOrHasADamagedEndIsNeverReadAsSomethingElse() throws IOException {
        ObjectVersion version = put("k", "y".repeat(1000));
        Path blob = blobOf(version);
        byte[] bytes = Files.readAllBytes(blob);
        for (int length = 0; length < bytes.length; length += 7) {
            Files.write(blob, Arrays.copyOf(bytes, length));
            try {
                assertThat(textOf("k")).isEqualTo("y".repeat(1000));
                assertThat(length).isGreaterThanOrEqualTo(1000);
            } catch (BlobDamagedException e) {
                assertThat(length).isLessThan(1000);
            }
        }
        for (int at = 1000; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 16;
            Files.write(blob, flipped);
            assertThat(textOf("k")).isEqualTo("y".repeat(1000));
        }
    }

    /// Unnamed and with a flipped bit anywhere in its end, it still looks like something finished.
    @Test
    void oneFlippedBitMakesNoFinishedBlobUnfinished() throws IOException {
        Path blob = finishedAndNotPut("films", "k", "bytes");
        byte[] bytes = Files.readAllBytes(blob);
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 1;
            Files.write(blob, flipped);
            try (DiskFile file = new RealDisk().openForReading(blob)) {
                assertThat(BlobEnd.read(file)).isNotInstanceOf(BlobEnd.None.class);
            }
        }
    }

    @Test
    void olderBlobsWithoutAnEndAreReadAndCheckedByTheObjectsChecksum() throws IOException {
        ObjectVersion version =
                put(
                        "k",
                        "old bytes",
                        ObjectDetails.none()
                                .with(
                                        Optional.of(
                                                new ObjectChecksum(
                                                        ChecksumAlgorithm.CRC64NVME,
                                                        ObjectChecksum.Type.FULL_OBJECT,
                                                        ChecksumAlgorithm.CRC64NVME.of(
                                                                "old bytes"
                                                                        .getBytes(
                                                                                StandardCharsets
                                                                                        .UTF_8))))));
        Path blob = blobOf(version);
        Files.write(blob, "old bytes".getBytes(StandardCharsets.UTF_8));
        assertThat(textOf("k")).isEqualTo("old bytes");
        Files.write(blob, "odd bytes".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> textOf("k"))
                .isInstanceOf(BlobDamagedException.class)
                .hasMessageContaining("CRC64NVME");
    }

    @Test
    void aMissingBlobIsToldAndTheRestGoesOn() throws IOException {
        ObjectVersion gone = put("gone", "a");
        put("there", "b");
        Files.delete(blobOf(gone));
        reopen();
        assertThat(textOf("there")).isEqualTo("b");
        assertThatThrownBy(() -> textOf("gone")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theSweepFindsItsWayThroughManyFolders() throws IOException {
        for (int i = 0; i < 60; i++) {
            put("k" + i, "" + i);
        }
        Path unknown = finishedAndNotPut("films", "unknown", "u");
        reopen();
        assertThat(aside(unknown)).exists();
        for (int i = 0; i < 60; i++) {
            assertThat(textOf("k" + i)).isEqualTo("" + i);
        }
    }

    @Test
    void whatTheIndexTellsOfABucketIsBesideIt() throws IOException {
        Path file = data.resolve("s3/buckets/films.json");
        store.buckets().setVersioning("films", Versioning.ENABLED);
        store.buckets().putDocument(bucket(), BucketDocument.POLICY, "{}");
        BucketFiles.Description said = BucketFiles.read(new RealDisk(), file);
        assertThat(said.name()).isEqualTo("films");
        assertThat(said.versioning()).isEqualTo(Versioning.ENABLED);
        assertThat(said.documents()).containsEntry(BucketDocument.POLICY, "{}");
        Files.delete(file);
        reopen();
        assertThat(BucketFiles.read(new RealDisk(), file)).isEqualTo(said);
        store.buckets().deleteDocument(bucket(), BucketDocument.POLICY);
        assertThat(BucketFiles.read(new RealDisk(), file).documents())
                .doesNotContainKey(BucketDocument.POLICY);
        store.buckets().delete("films");
        assertThat(file).doesNotExist();
    }

    private Bucket bucket() {
        return store.buckets().get("films");
    }

    private ObjectVersion put(String key, String text) throws IOException {
        return put(key, text, ObjectDetails.none());
    }

    private ObjectVersion put(String key, String text, ObjectDetails details) throws IOException {
        try (BlobWriter writer = store.write(List.of())) {
            writer.write(text.getBytes(StandardCharsets.UTF_8));
            BlobWriter.Written written =
                    writer.finish(sums -> store.objects().described(bucket(), key, sums, details));
            return store.objects().put(bucket(), key, written, details, NONE);
        }
    }

    private Path finishedAndNotPut(String in, String key, String text) throws IOException {
        try (BlobWriter writer = store.write(List.of())) {
            writer.write(text.getBytes(StandardCharsets.UTF_8));
            BlobWriter.Written written =
                    writer.finish(sums ->
                            store.objects()
                                    .described(
                                            store.buckets().get(in),
                                            key,
                                            sums,
                                            ObjectDetails.none()));
            return file(written.blob());
        }
    }

    private Path file(String blob) {
        return data.resolve("s3/blobs").resolve(blob.substring(0, 2)).resolve(blob);
    }

    private Path blobOf(ObjectVersion version) {
        return file(version.segments().getFirst().blob());
    }

    private Path aside(Path file) {
        return data.resolve("lost+found").resolve(data.relativize(file));
    }

    private String textOf(String key) throws IOException {
        ObjectVersion version = store.objects().find(bucket(), key, Optional.empty()).orElseThrow();
        try (InputStream in = store.objects().read(version, 0, version.size())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<BlobDescription> descriptions() throws IOException {
        List<BlobDescription> said = new ArrayList<>();
        for (Path file : files(data.resolve("s3/blobs"))) {
            try (DiskFile opened = new RealDisk().openForReading(file)) {
                if (BlobEnd.read(opened) instanceof BlobEnd.Whole whole) {
                    whole.description().ifPresent(said::add);
                }
            }
        }
        return said;
    }

    private static BlobDescription of(
            List<BlobDescription> said, BlobDescription.Kind kind, String key) {
        return said.stream()
                .filter(each -> each.kind() == kind && each.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> files(Path in) throws IOException {
        if (!Files.exists(in)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(in)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private Path copyOfIndex(String name) throws IOException {
        Path copy = folder.resolve(name);
        Files.copy(data.resolve("s3/index.db"), copy);
        return copy;
    }

    private void putBack(Path copy) throws IOException {
        Files.deleteIfExists(data.resolve("s3/index.db-wal"));
        Files.copy(copy, data.resolve("s3/index.db"), StandardCopyOption.REPLACE_EXISTING);
    }
}
