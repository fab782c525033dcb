package io.hydrant.cli.objects;

import io.hydrant.core.delivery.LogProof;
import io.hydrant.core.delivery.ObjectMetadata;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Finds a stream's objects, and reads them unless only their positions are asked for. Used by one
/// thread.
public final class DeliveredObjects {
    /// Told of each object that was looked at.
    @FunctionalInterface
    public interface Listener {
        void looked(long objects, long bytes);
    }

    /// An object whose bytes are not what was stored, or that cannot be read at all.
    public record Unreadable(String address, String reason) {}

    private static final System.Logger LOG = System.getLogger(DeliveredObjects.class.getName());

    private static final int BUFFER_BYTES = 1 << 16;

    private final Function<String, S3Client> s3;
    private final String stream;
    private final Predicate<ObjectMetadata> wanted;
    private final boolean readsBytes;
    private final Listener listener;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final List<LogProof.Delivered> objects = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final List<String> buckets = new ArrayList<>();
    private long bytes;

    /// @param wanted which of the stream's objects are taken in
    /// @param readsBytes whether objects are read whole and held against their checksums
    public DeliveredObjects(
            Function<String, S3Client> s3,
            String stream,
            Predicate<ObjectMetadata> wanted,
            boolean readsBytes,
            Listener listener) {
        this.s3 = s3;
        this.stream = stream;
        this.wanted = wanted;
        this.readsBytes = readsBytes;
        this.listener = listener;
    }

    public List<LogProof.Delivered> objects() {
        return objects;
    }

    public List<Unreadable> unreadable() {
        return unreadable;
    }

    /// Where objects were found, or looked for first.
    public List<String> buckets() {
        return buckets;
    }

    public boolean readsBytes() {
        return readsBytes;
    }

    /// How many bytes were read.
    public long bytes() {
        return bytes;
    }

    /// Takes in every object in the bucket whose metadata says that this stream delivered it, under
    /// whatever prefix it had then: prefixes change. Only keys that name the stream are asked. A
    /// bucket that is not there has none.
    public void lookInto(String bucket) {
        int before = objects.size();
        try {
            for (S3Object object :
                    s3.apply(bucket)
                            .listObjectsV2Paginator(request -> request.bucket(bucket))
                            .contents()) {
                if (object.key().contains(stream + "-")) {
                    look(new S3Address(bucket, object.key()));
                    listener.looked(objects.size(), bytes);
                }
            }
        } catch (NoSuchBucketException e) {
            LOG.log(Level.DEBUG, "There is no bucket, and so nothing in it", e);
        }
        if (buckets.isEmpty() || objects.size() > before) {
            buckets.add(bucket);
        }
    }

    private void look(S3Address address) {
        Optional<ObjectMetadata> metadata = metadata(address);
        if (metadata.filter(of -> of.stream().equals(stream)).filter(wanted).isEmpty()) {
            return;
        }
        objects.add(new LogProof.Delivered(address.toString(), metadata.get()));
        if (readsBytes) {
            read(address);
        }
    }

    private Optional<ObjectMetadata> metadata(S3Address address) {
        try {
            Map<String, String> metadata =
                    s3.apply(address.bucket())
                            .headObject(
                                    request -> request.bucket(address.bucket()).key(address.key()))
                            .metadata();
            return ObjectMetadata.read(metadata);
        } catch (SdkException e) {
            unreadable.add(new Unreadable(address.toString(), reason(e)));
            return Optional.empty();
        }
    }

    /// The client compares the checksum that comes with the object when it has read the last byte.
    private void read(S3Address address) {
        try (ResponseInputStream<GetObjectResponse> object =
                s3.apply(address.bucket())
                        .getObject(request ->
                                request.bucket(address.bucket())
                                        .key(address.key())
                                        .checksumMode(ChecksumMode.ENABLED))) {
            long length = 0;
            for (int count = object.read(buffer); count >= 0; count = object.read(buffer)) {
                length += count;
            }
            bytes += length;
            long promised = object.response().contentLength();
            if (length != promised) {
                unreadable.add(
                        new Unreadable(
                                address.toString(),
                                "it has %,d bytes and ended after %,d"
                                        .formatted(promised, length)));
            }
        } catch (SdkException | IOException e) {
            unreadable.add(new Unreadable(address.toString(), reason(e)));
        }
    }

    private static String reason(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }
}
