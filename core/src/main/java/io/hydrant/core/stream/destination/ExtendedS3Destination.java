package io.hydrant.core.stream.destination;

import io.hydrant.core.format.CompressionFormat;
import io.hydrant.core.transform.Processor;
import java.time.ZoneId;
import java.util.LinkedHashSet;
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
        Backup s3Backup)
        implements Destination {

    private static final ZoneId UTC = ZoneId.of("UTC");

    /// Objects of records as they came.
    public static ExtendedS3Destination plain(S3Objects objects) {
        return new ExtendedS3Destination(
                objects,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Backup.OFF);
    }

    @Override
    public Set<String> roleArns() {
        Set<String> roles = new LinkedHashSet<>(Set.of(objects.roleArn()));
        backup().ifPresent(backup -> roles.addAll(backup.roleArns()));
        processor(ProcessorType.LAMBDA)
                .flatMap(stage -> stage.value(ProcessorParameter.ROLE_ARN))
                .ifPresent(roles::add);
        activeConversion()
                .flatMap(Conversion::schema)
                .flatMap(Conversion.Schema::roleArn)
                .ifPresent(roles::add);
        return roles;
    }

    @Override
    public CloudWatchLogging logging() {
        return objects.logging();
    }

    /// AWS's block for a backup has neither processing nor an extension nor a time zone.
    @Override
    public Optional<Destination> backup() {
        return s3Backup.active().map(ExtendedS3Destination::plain);
    }

    @Override
    public String place() {
        return bucket();
    }

    @Override
    public Destination withBackupOf(Destination before) {
        return switch (before) {
            case ExtendedS3Destination s3 ->
                    new ExtendedS3Destination(
                            objects,
                            fileExtension,
                            customTimeZone,
                            processing,
                            conversion,
                            partitioning,
                            s3Backup.andOf(s3.s3Backup));
        };
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
        return extension(compressionFormat().extension());
    }

    /// What they end in whose format has this extension.
    public String extension(String usual) {
        return fileExtension.filter(extension -> !extension.isEmpty()).orElse(usual);
    }

    /// What they end in at the longest: that of Parquet, where records are converted.
    public String longestExtension() {
        return activeConversion().isPresent() ? extension(".parquet") : extension();
    }

    /// How records are converted, if they are.
    public Optional<Conversion> activeConversion() {
        return conversion.filter(Conversion::isEnabled);
    }

    /// What is done to records while an object is made of them, in order.
    public List<Processor> processors() {
        return processing.map(Processing::pure).orElse(List.of());
    }

    /// The processor of this type that is at work.
    public Optional<Processing.Stage> processor(ProcessorType type) {
        return processing.flatMap(all -> all.active(type));
    }

    /// Whether records with different keys are in different objects.
    public boolean isPartitioned() {
        return partitioning.flatMap(Partitioning::enabled).orElse(false);
    }
}
