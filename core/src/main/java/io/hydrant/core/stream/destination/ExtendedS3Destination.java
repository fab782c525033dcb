package io.hydrant.core.stream.destination;

import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.transform.Processor;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The destination at which a stream's records become objects. Both of Firehose's S3 destinations
/// are this one; the older merely knows fewer members. All values were checked when the stream was
/// created or updated. What was not sent is empty, because it is not shown either.
public record ExtendedS3Destination(
        S3Objects objects,
        Optional<String> fileExtension,
        Optional<String> customTimeZone,
        Optional<Processing> processing,
        Optional<Conversion> conversion,
        Optional<Partitioning> partitioning,
        Backup backup)
        implements Destination {

    private static final ZoneId UTC = ZoneId.of("UTC");

    @Override
    public Set<String> roleArns() {
        return Set.of(objects.roleArn());
    }

    @Override
    public String place() {
        return bucket();
    }

    public String roleArn() {
        return objects.roleArn();
    }

    /// The bucket's name.
    public String bucket() {
        return objects.bucket();
    }

    public Optional<String> prefix() {
        return objects.prefix();
    }

    public Optional<String> errorOutputPrefix() {
        return objects.errorOutputPrefix();
    }

    @Override
    public BufferingHints bufferingHints() {
        return objects.bufferingHints();
    }

    public CompressionFormat compressionFormat() {
        return objects.compressionFormat();
    }

    /// The zone that times in keys are given in.
    public ZoneId zone() {
        return customTimeZone.filter(name -> !name.isEmpty()).map(ZoneId::of).orElse(UTC);
    }

    /// What data objects' keys end in.
    public String extension() {
        return fileExtension
                .filter(extension -> !extension.isEmpty())
                .orElse(compressionFormat().extension());
    }

    /// What is done to records before they become an object, in order.
    public List<Processor> processors() {
        return processing.map(Processing::active).orElse(List.of());
    }
}
