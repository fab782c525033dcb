package io.hydrant.core.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hydrant.aws.sigv4.Sha256;
import io.hydrant.core.transform.Partition;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The description that every delivered object carries, in S3's user metadata, so that it can be
/// proved from the bucket alone that nothing is missing and nothing twice.
///
/// | name                     | value                                                      |
/// | ------------------------ | ---------------------------------------------------------- |
/// | `hydrant-stream`         | the stream's name                                          |
/// | `hydrant-log`            | the log's id; another after a stream is created anew, and  |
/// |                          | for objects of a backup                                    |
/// | `hydrant-first-position` | position of its first record in that log, from 0           |
/// | `hydrant-last-position`  | position of its last record                                |
/// | `hydrant-records`        | how many records it holds                                  |
/// | `hydrant-cut`            | why it ends there: `size`, `age` or `flush`                |
/// | `hydrant-partition`      | the partition of its records, unless it is all: in UTF-8,   |
/// |                          | what no header may hold as `%0A`, a space as `+`; one that  |
/// |                          | is long as `#` and the SHA-256 of its name                  |
public record ObjectMetadata(
        String stream,
        String log,
        long firstPosition,
        long lastPosition,
        long records,
        CutReason reason,
        String partition) {
    private static final String STREAM = "hydrant-stream";
    private static final String LOG = "hydrant-log";
    private static final String FIRST = "hydrant-first-position";
    private static final String LAST = "hydrant-last-position";
    private static final String RECORDS = "hydrant-records";
    private static final String CUT = "hydrant-cut";
    private static final String PARTITION = "hydrant-partition";

    /// S3 takes 2 KB of user metadata in all.
    private static final int PARTITION_BYTES_MAX = 1_000;

    /// Of records that are all there are.
    public ObjectMetadata(
            String stream,
            String log,
            long firstPosition,
            long lastPosition,
            long records,
            CutReason reason) {
        this(stream, log, firstPosition, lastPosition, records, reason, Partition.WHOLE.name());
    }

    static ObjectMetadata of(String stream, String log, Intent intent) {
        return new ObjectMetadata(
                stream,
                log,
                intent.start().position(),
                intent.end().position() - 1,
                intent.recordCount(),
                intent.reason(),
                shown(intent.part().partition()));
    }

    /// A partition, in a way that user metadata has room for.
    private static String shown(Partition partition) {
        return URLEncoder.encode(partition.name(), UTF_8).length() <= PARTITION_BYTES_MAX
                ? partition.name()
                : "#" + Sha256.hex(partition.name().getBytes(UTF_8));
    }

    public Map<String, String> toMap() {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(STREAM, stream);
        metadata.put(LOG, log);
        metadata.put(FIRST, Long.toString(firstPosition));
        metadata.put(LAST, Long.toString(lastPosition));
        metadata.put(RECORDS, Long.toString(records));
        metadata.put(CUT, reason.word());
        if (!partition.equals(Partition.WHOLE.name())) {
            metadata.put(PARTITION, URLEncoder.encode(partition, UTF_8));
        }
        return metadata;
    }

    /// Reads an object's user metadata; empty when Hydrant did not write the object.
    public static Optional<ObjectMetadata> read(Map<String, String> metadata) {
        try {
            return Optional.of(
                    new ObjectMetadata(
                            text(metadata, STREAM),
                            text(metadata, LOG),
                            Long.parseLong(text(metadata, FIRST)),
                            Long.parseLong(text(metadata, LAST)),
                            Long.parseLong(text(metadata, RECORDS)),
                            CutReason.ofWord(text(metadata, CUT)),
                            URLDecoder.decode(
                                    metadata.getOrDefault(PARTITION, Partition.WHOLE.name()),
                                    UTF_8)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, String> metadata, String name) {
        String value = metadata.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No metadata " + name);
        }
        return value;
    }

    /// Whether both speak of the same records.
    boolean sameRecordsAs(ObjectMetadata other) {
        return log.equals(other.log)
                && firstPosition == other.firstPosition
                && lastPosition == other.lastPosition
                && records == other.records
                && partition.equals(other.partition);
    }
}
