package io.hydrant.core.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.disk.Disk.DiskFile;
import io.hydrant.core.disk.RealDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class S3StoreTest extends StoreFixture {
    private static final Precondition NONE = new Precondition.None();

    @Test
    void whatWasPutIsThereWhenTheStoreIsOpenedAgain() throws IOException {
        put("a/../b//c", "Alien, 1979");
        store.close();
        store = opened();
        Bucket again = store.buckets().get("films");
        assertThat(textOf(again, "a/../b//c")).isEqualTo("Alien, 1979");
    }

    @Test
    void whatWasPutIsThereThoughTheStoreWasNeverClosed() throws IOException {
        put("k", "Alien");
        try (S3Store second = opened()) {
            ObjectVersion found =
                    second.objects()
                            .find(second.buckets().get("films"), "k", Optional.empty())
                            .orElseThrow();
            assertThat(textOf(second, found)).isEqualTo("Alien");
        }
    }

    @Test
    void anObjectThatIsReplacedOrDeletedLeavesNoBytes() throws IOException {
        put("k", "first");
        put("k", "second");
        assertThat(blobs()).hasSize(1);
        store.objects().delete(bucket, "k", Optional.empty(), NONE);
        assertThat(blobs()).isEmpty();
        store.buckets().delete("films");
        assertThat(store.buckets().find("films")).isEmpty();
    }

    @Test
    void anObjectThatIsCopiedOntoItselfKeepsItsBytes() throws IOException {
        ObjectVersion source = put("k", "the same");
        store.objects().copy(source, bucket, "k", source.details(), NONE);
        assertThat(textOf(bucket, "k")).isEqualTo("the same");
        store.close();
        store = opened();
        bucket = store.buckets().get("films");
        assertThat(textOf(bucket, "k")).isEqualTo("the same");
        store.objects().delete(bucket, "k", Optional.empty(), NONE);
        assertThat(blobs()).isEmpty();
    }

    @Test
    void aCopyOutlivesItsSource() throws IOException {
        ObjectVersion source = put("a", "shared");
        store.objects().copy(source, bucket, "b", source.details(), NONE);
        assertThat(blobs()).hasSize(1);
        store.objects().delete(bucket, "a", Optional.empty(), NONE);
        assertThat(textOf(bucket, "b")).isEqualTo("shared");
        assertThatThrownBy(() -> store.objects().copy(source, bucket, "c", source.details(), NONE))
                .isInstanceOf(VersionGoneException.class);
    }

    @Test
    void ofManyWritersOfAnAbsentKeyOneWins() throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String text = "writer " + i;
            writers.add(() -> {
                try {
                    put("k", text, new Precondition.Absent());
                    return true;
                } catch (ServiceException refused) {
                    return false;
                }
            });
        }
        int winners = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> writer : threads.invokeAll(writers)) {
                winners += writer.get() ? 1 : 0;
            }
        }
        assertThat(winners).isEqualTo(1);
        assertThat(blobs()).hasSize(1);
    }

    @Test
    void deletingAMarkerBringsTheObjectBack() throws IOException {
        setVersioning(Versioning.ENABLED);
        ObjectVersion first = put("k", "first");
        ObjectVersion second = put("k", "second");
        ObjectDeletion.Deleted marker = store.objects().delete(bucket, "k", Optional.empty(), NONE);
        assertThat(marker.marker()).isTrue();
        assertThat(store.listings().objects(bucket, all()).rows()).isEmpty();
        store.objects().delete(bucket, "k", marker.versionId(), NONE);
        assertThat(textOf(bucket, "k")).isEqualTo("second");
        store.objects().delete(bucket, "k", Optional.of(second.versionId()), NONE);
        assertThat(textOf(bucket, "k")).isEqualTo("first");
        assertThatThrownBy(() -> store.buckets().delete("films"))
                .hasMessageContaining("You must delete all versions in the bucket.");
        store.objects().delete(bucket, "k", Optional.of(first.versionId()), NONE);
        store.buckets().delete("films");
    }

    @Test
    void whileVersioningIsSuspendedOnlyTheNullVersionIsReplaced() throws IOException {
        put("k", "before");
        setVersioning(Versioning.ENABLED);
        put("k", "kept");
        setVersioning(Versioning.SUSPENDED);
        put("k", "null again");
        Listings.Page<ObjectVersion> page = store.listings().versions(bucket, all());
        assertThat(page.rows()).hasSize(2);
        assertThat(page.rows().getFirst().versionId()).isEqualTo("null");
        store.objects().delete(bucket, "k", Optional.empty(), NONE);
        page = store.listings().versions(bucket, all());
        assertThat(page.rows()).extracting(ObjectVersion::marker).containsExactly(true, false);
        assertThat(page.rows()).extracting(ObjectVersion::latest).containsExactly(true, false);
    }

    @Test
    void aBucketIsEmptiedPageByPage() throws IOException {
        setVersioning(Versioning.ENABLED);
        for (int i = 0; i < 7; i++) {
            put("k", "version " + i);
            put("l", "version " + i);
        }
        Optional<Listings.After> after = Optional.empty();
        int deleted = 0;
        do {
            Listings.Page<ObjectVersion> page =
                    store.listings().versions(bucket, new Listings.Query("", "", after, 3));
            for (ObjectVersion version : page.rows()) {
                store.objects()
                        .delete(bucket, version.key(), Optional.of(version.versionId()), NONE);
                deleted++;
            }
            after = page.next();
        } while (after.isPresent());
        assertThat(deleted).isEqualTo(14);
        store.buckets().delete("films");
    }

    @Test
    void whatIsMeantForABucketThatIsGoneReachesNoOther() throws IOException {
        store.buckets().delete("films");
        Bucket other = store.buckets().create("films", "us-east-1");
        assertThatThrownBy(() -> store.buckets().putDocument(bucket, "policy", "{}"))
                .hasMessageContaining("NoSuchBucket");
        assertThatThrownBy(() ->
                        store.uploads().create(bucket, "k", ObjectDetails.none(), Optional.empty()))
                .hasMessageContaining("NoSuchBucket");
        assertThat(store.buckets().document(other, "policy")).isEmpty();
        assertThat(store.listings().uploads(other, all()).rows()).isEmpty();
    }

    @Test
    void aBucketIsThereWithItsTagsOrNotAtAll() throws IOException {
        TagSet tags = TagSet.ofHeader("genre=horror");
        Bucket tagged =
                store.buckets()
                        .create("music", "us-east-1", ObjectOwnership.BucketOwnerEnforced, tags);
        store.close();
        store = opened();
        assertThat(store.buckets().document(tagged, BucketDocument.TAGGING))
                .contains(tags.document());
    }

    @Test
    void keysAreInTheOrderOfTheirBytes() throws IOException {
        List<String> keys = List.of("a", "a/", "a/b", "a0", "é", "～", "😀");
        for (String key : keys.reversed()) {
            put(key, key);
        }
        assertThat(store.listings().objects(bucket, all()).rows())
                .extracting(ObjectVersion::key)
                .containsExactlyElementsOf(keys);
    }

    @Test
    void everyFolderAndKeyIsOnOnePageOnly() throws IOException {
        for (int i = 0; i < 12; i++) {
            for (int j = 0; j < 5; j++) {
                put("year=%02d/part-%d".formatted(i, j), "x");
            }
            put("year=%02d".formatted(i), "x");
        }
        List<String> seen = new ArrayList<>();
        Optional<Listings.After> after = Optional.empty();
        do {
            Listings.Page<ObjectVersion> page =
                    store.listings().objects(bucket, new Listings.Query("year", "/", after, 5));
            page.rows().forEach(version -> seen.add(version.key()));
            seen.addAll(page.commonPrefixes());
            after = page.next();
        } while (after.isPresent());
        assertThat(seen).hasSize(24).doesNotHaveDuplicates();
    }

    @Test
    void anUploadInPartsIsItsPartsInOrder() throws IOException {
        byte[] large = new byte[(int) Uploads.PART_BYTES_MIN];
        new SplittableRandom(1).nextBytes(large);
        byte[] small = "the end".getBytes(StandardCharsets.UTF_8);
        Upload upload = store.uploads().create(bucket, "k", ObjectDetails.none(), Optional.empty());
        Upload.Part second = part(upload, 2, small);
        Upload.Part first = part(upload, 1, large);
        ObjectVersion whole =
                store.uploads()
                        .complete(
                                bucket,
                                "k",
                                upload.id(),
                                List.of(claim(first), claim(second)),
                                new Uploads.Whole(
                                        Optional.empty(), Optional.empty(), Optional.empty()),
                                NONE);
        byte[] expected = new byte[large.length + small.length];
        System.arraycopy(large, 0, expected, 0, large.length);
        System.arraycopy(small, 0, expected, large.length, small.length);
        try (var in = store.objects().read(whole, 0, whole.size())) {
            assertThat(in.readAllBytes()).isEqualTo(expected);
        }
        try (var in = store.objects().read(whole, large.length - 1, 4)) {
            assertThat(in.readAllBytes())
                    .isEqualTo(new byte[] {large[large.length - 1], 't', 'h', 'e'});
        }
        assertThat(whole.etag()).endsWith("-2");
        assertThat(whole.details().checksum().orElseThrow().value())
                .isEqualTo(ChecksumAlgorithm.CRC64NVME.of(expected));
        assertThat(blobs()).hasSize(2);
    }

    @Test
    void aRefusedCompletionLeavesTheUploadAsItWas() throws IOException {
        Upload upload = store.uploads().create(bucket, "k", ObjectDetails.none(), Optional.empty());
        Upload.Part first = part(upload, 1, new byte[10]);
        Upload.Part second = part(upload, 2, new byte[10]);
        assertThatThrownBy(() -> complete(upload, claim(first), claim(second)))
                .hasMessageContaining("EntityTooSmall");
        assertThatThrownBy(() -> complete(upload, claim(second), claim(first)))
                .hasMessageContaining("InvalidPartOrder");
        assertThatThrownBy(() -> complete(upload, new Uploads.Claimed(1, "\"nope\"", List.of())))
                .hasMessageContaining("InvalidPart");
        assertThat(complete(upload, claim(second)).size()).isEqualTo(10);
        assertThat(blobs()).hasSize(1);
        assertThatThrownBy(() -> store.uploads().abort(bucket, "k", upload.id()))
                .hasMessageContaining("NoSuchUpload");
    }

    @Test
    void checksumsAreThoseOfTheStandards() {
        byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(ChecksumAlgorithm.CRC64NVME.of(check)).isEqualTo("rosUhgp5mIg=");
        assertThat(ChecksumAlgorithm.CRC64NVME.of("something".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("1BGd19PD4OU=");
        assertThat(ChecksumAlgorithm.CRC32.of(check)).isEqualTo("y/Q5Jg==");
        assertThat(ChecksumAlgorithm.CRC32C.of(check)).isEqualTo("4waSgw==");
    }

    private ObjectVersion complete(Upload upload, Uploads.Claimed... parts) throws IOException {
        return store.uploads()
                .complete(
                        bucket,
                        "k",
                        upload.id(),
                        List.of(parts),
                        new Uploads.Whole(Optional.empty(), Optional.empty(), Optional.empty()),
                        NONE);
    }

    private static Uploads.Claimed claim(Upload.Part part) {
        return new Uploads.Claimed(part.number(), "\"" + part.etag() + "\"", List.of());
    }

    private Upload.Part part(Upload upload, int number, byte[] bytes) throws IOException {
        try (BlobWriter writer = store.write(List.of(upload.algorithm()))) {
            writer.write(bytes);
            return store.uploads()
                    .put(bucket, "k", upload.id(), number, writer.finish(), Optional.empty());
        }
    }

    private ObjectVersion put(String key, String text) throws IOException {
        put(key, text, NONE);
        return store.objects().find(bucket, key, Optional.empty()).orElseThrow();
    }

    private void put(String key, String text, Precondition precondition) throws IOException {
        try (BlobWriter writer = store.write(List.of())) {
            writer.write(text.getBytes(StandardCharsets.UTF_8));
            store.objects().put(bucket, key, writer.finish(), ObjectDetails.none(), precondition);
        }
    }

    private String textOf(Bucket in, String key) throws IOException {
        return textOf(store, store.objects().find(in, key, Optional.empty()).orElseThrow());
    }

    private static String textOf(S3Store from, ObjectVersion version) throws IOException {
        try (var in = from.objects().read(version, 0, version.size())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void setVersioning(Versioning versioning) throws IOException {
        store.buckets().setVersioning("films", versioning);
        bucket = store.buckets().get("films");
    }

    private static Listings.Query all() {
        return new Listings.Query("", "", Optional.empty(), 1000);
    }

    /// Those that have bytes, and do not only say something.
    private List<Path> blobs() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("s3/blobs"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try (DiskFile opened = new RealDisk().openForReading(file)) {
                    if (BlobEnd.read(opened) instanceof BlobEnd.Whole whole && whole.length() > 0) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }
}
