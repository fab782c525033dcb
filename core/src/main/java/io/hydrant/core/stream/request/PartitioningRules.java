package io.hydrant.core.stream.request;

import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.PrefixExpression;
import io.hydrant.core.stream.PrefixExpression.KeySource;
import io.hydrant.core.stream.destination.Destination;
import io.hydrant.core.stream.destination.ExtendedS3Destination;
import io.hydrant.core.stream.destination.Processing;
import io.hydrant.core.stream.destination.Processing.Stage;
import io.hydrant.core.stream.destination.ProcessorParameter;
import io.hydrant.core.stream.destination.ProcessorType;
import io.hydrant.core.transform.chain.JqQuery;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What must hold between the partition keys that a Prefix names and the processors that find them.
final class PartitioningRules {
    /// AWS's limit.
    private static final int KEYS_MAX = 50;

    private PartitioningRules() {}

    static void check(PrefixExpression prefix, Processing processing) {
        Set<String> fromQuery = prefix.keys(KeySource.QUERY);
        Set<String> fromLambda = prefix.keys(KeySource.LAMBDA);
        Optional<Stage> extraction = processing.active(ProcessorType.METADATA_EXTRACTION);
        if (fromQuery.size() + fromLambda.size() > KEYS_MAX) {
            throw refusal(
                    "Prefix names %d partition keys; %d at most are supported.",
                    fromQuery.size() + fromLambda.size(), KEYS_MAX);
        }
        if (!fromQuery.isEmpty() && extraction.isEmpty()) {
            throw missing("partitionKeyFromQuery", ProcessorType.METADATA_EXTRACTION);
        }
        if (!fromLambda.isEmpty() && processing.active(ProcessorType.LAMBDA).isEmpty()) {
            throw missing("partitionKeyFromLambda", ProcessorType.LAMBDA);
        }
        extraction.ifPresent(stage -> checkQuery(stage, fromQuery));
    }

    private static RuntimeException missing(String namespace, ProcessorType processor) {
        return refusal(
                "Prefix contains !{%s:…}, whose value a %s processor finds; the enabled"
                        + " ProcessingConfiguration has none.",
                namespace, processor.wireName());
    }

    private static void checkQuery(Stage extraction, Set<String> named) {
        String text =
                extraction
                        .value(ProcessorParameter.METADATA_EXTRACTION_QUERY)
                        .orElseThrow(() ->
                                refusal(
                                        "MetadataExtractionQuery is required when"
                                                + " MetadataExtraction processor is used."));
        Optional<Set<String>> found = compiled(text).keys();
        if (named.isEmpty() || found.isPresent() && !named.containsAll(found.get())) {
            throw refusal(
                    "MetaDataExtraction JQ Query can't contain keys that are not present in the S3"
                            + " Prefix expression");
        }
        if (found.isPresent()) {
            Set<String> lost = new TreeSet<>(named);
            lost.removeAll(found.get());
            if (!lost.isEmpty()) {
                throw refusal(
                        "Prefix contains !{partitionKeyFromQuery:%s}, a key that the"
                                + " MetadataExtractionQuery does not have.",
                        lost.iterator().next());
            }
        }
    }

    private static JqQuery compiled(String text) {
        try {
            return JqQuery.compile(text);
        } catch (IllegalArgumentException e) {
            throw refusal(
                    "MetadataExtractionQuery is not a jq 1.6 program: %s",
                    String.valueOf(e.getMessage()));
        }
    }

    /// Dynamic partitioning is switched on when a stream is created, or never.
    static void checkChange(Destination before, Destination after) {
        checkChange(isPartitioned(before), isPartitioned(after));
    }

    static void checkChange(boolean before, boolean after) {
        if (before != after) {
            throw refusal(
                    "Dynamic Partitioning cannot be %s for a delivery stream that was created %s"
                            + " it. DynamicPartitioningConfiguration is given as a whole, with"
                            + " Enabled.",
                    after ? "enabled" : "disabled", before ? "with" : "without");
        }
    }

    private static boolean isPartitioned(Destination destination) {
        return switch (destination) {
            case ExtendedS3Destination s3 -> s3.isPartitioned();
        };
    }

    private static RuntimeException refusal(String text, Object... values) {
        return FirehoseError.INVALID_ARGUMENT.because(text, values);
    }
}
