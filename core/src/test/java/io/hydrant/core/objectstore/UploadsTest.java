package io.hydrant.core.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/// The ends of uploads in parts, and objects that are made of parts.
class UploadsTest extends StoreFixture {
    private static final Precondition NONE = new Precondition.None();
    private static final Uploads.Whole ANY =
            new Uploads.Whole(Optional.empty(), Optional.empty(), Optional.empty());

    @Test
    void aRepeatedCompletionIsAnsweredAsTheFirstAlsoByALaterProcess() throws IOException {
        Upload upload = begin();
        Uploads.Claimed part = put(upload, 1, new byte[10]);
        ObjectVersion first = complete("films", "k", upload, part);
        assertThat(complete("films", "k", upload, part).seq()).isEqualTo(first.seq());
        close();
        store = opened();
        bucket = store.buckets().get("films");
        ObjectVersion again = complete("films", "k", upload, part);
        assertThat(again.seq()).isEqualTo(first.seq());
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(again.modified()).isEqualTo(first.modified());
    }

    @Test
    void whatIsNoRepeatIsNotTakenForOne() throws IOException {
        Upload upload = begin();
        Uploads.Claimed part = put(upload, 1, new byte[10]);
        complete("films", "k", upload, part);
        store.buckets().create("others", "us-east-1");
        assertUnknown(() -> complete("others", "k", upload, part));
        assertUnknown(() -> complete("films", "l", upload, part));
        assertUnknown(() -> complete("films", "k", upload));
        assertUnknown(() ->
                complete("films", "k", upload, new Uploads.Claimed(2, part.etag(), List.of())));
        assertUnknown(
                () -> complete("films", "k", upload, new Uploads.Claimed(1, "other", List.of())));
        assertThatThrownBy(() ->
                        store.uploads()
                                .complete(
                                        bucket,
                                        "k",
                                        upload.id(),
                                        List.of(part),
                                        new Uploads.Whole(
                                                Optional.of(11L),
                                                Optional.empty(),
                                                Optional.empty()),
                                        NONE))
                .hasMessageContaining("x-amz-mp-object-size");
        store.objects().delete(bucket, "k", Optional.empty(), NONE);
        assertUnknown(() -> complete("films", "k", upload, part));
    }

    @Test
    void aCompletionWhoseObjectWasReplacedIsNoMore() throws IOException {
        Upload upload = begin();
        Uploads.Claimed part = put(upload, 1, new byte[10]);
        complete("films", "k", upload, part);
        putWhole("other");
        assertUnknown(() -> complete("films", "k", upload, part));
    }

    @Test
    void whereVersionsAreKeptARepeatIsKnownForAsLongAsItsVersion() throws IOException {
        store.buckets().setVersioning("films", Versioning.ENABLED);
        bucket = store.buckets().get("films");
        Upload upload = begin();
        Uploads.Claimed part = put(upload, 1, new byte[10]);
        ObjectVersion first = complete("films", "k", upload, part);
        putWhole("later");
        store.objects().delete(bucket, "k", Optional.empty(), NONE);
        assertThat(complete("films", "k", upload, part).versionId()).isEqualTo(first.versionId());
        store.objects().delete(bucket, "k", Optional.of(first.versionId()), NONE);
        assertUnknown(() -> complete("films", "k", upload, part));
    }

    @Test
    void ofManyCompletionsAtOnceAllAreAnsweredWithTheOneObject() throws Exception {
        Upload upload = begin();
        Uploads.Claimed part = put(upload, 1, new byte[10]);
        List<Callable<ObjectVersion>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(() -> complete("films", "k", upload, part));
        }
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Long> numbers = new ArrayList<>();
            for (Future<ObjectVersion> each : pool.invokeAll(calls)) {
                numbers.add(each.get().seq());
            }
            assertThat(numbers).hasSize(5).containsOnly(numbers.getFirst());
        }
    }

    @Test
    void aGuardHoldsSinceTheUploadBegan() throws IOException {
        ObjectVersion before = putWhole("before");
        Upload upload = begin();
        Uploads.Claimed part = put(upload, 1, new byte[10]);
        ObjectVersion meanwhile = putWhole("meanwhile");
        assertRefused("PreconditionFailed", upload, part, matches(before));
        assertRefused("ConditionalRequestConflict", upload, part, matches(meanwhile));
        assertRefused("PreconditionFailed", upload, part, new Precondition.Absent());
        Upload later = begin();
        Uploads.Claimed other = put(later, 1, new byte[10]);
        store.uploads().complete(bucket, "k", later.id(), List.of(other), ANY, matches(meanwhile));
    }

    @Test
    void anAbsenceThatADeletionMadeIsAConflict() throws IOException {
        putWhole("before");
        Upload upload = begin();
        Uploads.Claimed part = put(upload, 1, new byte[10]);
        store.objects().delete(bucket, "k", Optional.empty(), NONE);
        assertRefused("ConditionalRequestConflict", upload, part, new Precondition.Absent());
        Upload later = begin();
        Uploads.Claimed other = put(later, 1, new byte[10]);
        store.uploads()
                .complete(bucket, "k", later.id(), List.of(other), ANY, new Precondition.Absent());
    }

    @Test
    void anObjectOfManyPartsIsReadWithOneFileOpen() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")));
        ObjectVersion version = ofTwoParts();
        try (InputStream in = store.objects().read(version, 0, version.size())) {
            assertThat(openBlobs()).isLessThanOrEqualTo(1);
            in.readNBytes(10);
            assertThat(openBlobs()).isEqualTo(1);
            assertThat(in.readAllBytes()).hasSize((int) version.size() - 10);
            assertThat(openBlobs()).isEqualTo(1);
        }
        assertThat(openBlobs()).isZero();
    }

    private long openBlobs() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(this::isOfBlob).count();
        }
    }

    private boolean isOfBlob(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).startsWith(folder.resolve("s3/blobs"));
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    @Test
    void whoReadsAnObjectOfPartsKeepsItUntilTheEnd() throws IOException {
        ObjectVersion version = ofTwoParts();
        try (InputStream in = store.objects().read(version, 0, version.size())) {
            try (InputStream other = store.objects().read(version, 0, version.size())) {
                assertThat(in.readNBytes(1)).isEqualTo(other.readNBytes(1));
                store.objects().delete(bucket, "k", Optional.empty(), NONE);
                putWhole("unlinks what is garbage");
            }
            assertThat(in.readAllBytes()).endsWith(2, 2, 2);
        }
        assertThatThrownBy(() -> store.objects().read(version, 0, version.size()))
                .isInstanceOf(VersionGoneException.class);
        assertThat(filesOfParts()).isEmpty();
    }

    private List<Path> filesOfParts() throws IOException {
        List<Path> large = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("s3/blobs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) > 1_000_000) {
                    large.add(file);
                }
            }
        }
        return large;
    }

    @Test
    void detailsOfBeforePartsHadChecksumsAreRead() {
        ObjectDetails old =
                Index.JSON.readValue(
                        "{\"headers\":{},\"metadata\":{},\"tags\":{},\"checksum\":null,"
                                + "\"partSizes\":[5]}",
                        ObjectDetails.class);
        assertThat(old.partSizes()).containsExactly(5L);
        assertThat(old.partChecksum(1)).isEmpty();
    }

    @Test
    void aVersionThatWasThereIsRememberedToHaveBeenThere() throws IOException {
        store.buckets().setVersioning("films", Versioning.ENABLED);
        bucket = store.buckets().get("films");
        ObjectVersion only = putWhole("only");
        store.objects().delete(bucket, "k", Optional.of(only.versionId()), NONE);
        close();
        store = opened();
        assertThat(store.objects().mayHaveBeen(only.versionId())).isTrue();
        assertThat(store.objects().mayHaveBeen("0".repeat(32))).isFalse();
        assertThat(store.objects().mayHaveBeen(VersionId.of(only.seq() + 100, 1))).isFalse();
        assertThat(store.objects().mayHaveBeen("no id")).isFalse();
    }

    private ObjectVersion ofTwoParts() throws IOException {
        Upload upload = begin();
        byte[] first = new byte[(int) Uploads.PART_BYTES_MIN];
        Arrays.fill(first, (byte) 1);
        return complete("films", "k", upload, put(upload, 1, first), put(upload, 2, twos()));
    }

    private static byte[] twos() {
        return new byte[] {2, 2, 2};
    }

    private static Precondition matches(ObjectVersion version) {
        return new Precondition.Matches(version.etag());
    }

    private void assertRefused(
            String code, Upload upload, Uploads.Claimed part, Precondition precondition) {
        assertThatThrownBy(() ->
                        store.uploads()
                                .complete(
                                        bucket, "k", upload.id(), List.of(part), ANY, precondition))
                .hasMessageContaining(code);
    }

    private static void assertUnknown(ThrowableAssert.ThrowingCallable completion) {
        assertThatThrownBy(completion).hasMessageContaining("NoSuchUpload");
    }

    private Upload begin() throws IOException {
        return store.uploads().create(bucket, "k", ObjectDetails.none(), Optional.empty());
    }

    private Uploads.Claimed put(Upload upload, int number, byte[] bytes) throws IOException {
        try (BlobWriter writer = store.write(List.of(upload.algorithm()))) {
            writer.write(bytes);
            BlobWriter.Written written =
                    writer.finish(sums -> store.uploads().described(bucket, upload, number, sums));
            Upload.Part part =
                    store.uploads()
                            .put(bucket, "k", upload.id(), number, written, Optional.empty());
            return new Uploads.Claimed(number, "\"" + part.etag() + "\"", List.of());
        }
    }

    private ObjectVersion complete(
            String inBucket, String key, Upload upload, Uploads.Claimed... parts)
            throws IOException {
        Bucket in = store.buckets().get(inBucket);
        return store.uploads().complete(in, key, upload.id(), List.of(parts), ANY, NONE);
    }

    private ObjectVersion putWhole(String text) throws IOException {
        try (BlobWriter writer = store.write(List.of())) {
            writer.write(text.getBytes(StandardCharsets.UTF_8));
            BlobWriter.Written written =
                    writer.finish(sums ->
                            store.objects().described(bucket, "k", sums, ObjectDetails.none()));
            return store.objects().put(bucket, "k", written, ObjectDetails.none(), NONE);
        }
    }
}
