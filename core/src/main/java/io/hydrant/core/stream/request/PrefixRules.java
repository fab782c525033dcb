package io.hydrant.core.stream.request;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.stream.FirehoseError;
import io.hydrant.core.stream.PrefixExpression;
import io.hydrant.core.stream.PrefixExpression.Kind;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.SplittableRandom;

/// What AWS demands of Prefix and ErrorOutputPrefix together, in its words.
final class PrefixRules {
    /// Characters of an evaluated prefix; the time that is appended to a prefix without expressions
    /// does not count.
    private static final int EVALUATED_MAX = 512;

    private PrefixRules() {}

    static void check(
            Optional<String> prefix,
            Optional<String> errorOutputPrefix,
            boolean partitioning,
            ZonedDateTime now) {
        PrefixExpression records = PrefixExpression.parse(prefix.orElse(""), Kind.PREFIX);
        PrefixExpression errors =
                PrefixExpression.parse(errorOutputPrefix.orElse(""), Kind.ERROR_OUTPUT_PREFIX);
        checkRecords(records, partitioning);
        boolean errorsMissing = errorOutputPrefix.filter(text -> !text.isEmpty()).isEmpty();
        if (records.hasExpressions() && errorsMissing) {
            throw refusal(
                    "ErrorOutputPrefix cannot be null or empty when Prefix contains expressions");
        }
        checkErrors(errors);
        checkLength(records, "prefix", now);
        checkLength(errors, "ErrorOutputPrefix", now);
    }

    private static void checkRecords(PrefixExpression records, boolean partitioning) {
        if (records.hasErrorOutputType()) {
            throw refusal(
                    "Prefix must not contain any occurrence of !{firehose:error-output-type}");
        }
        if (records.hasPartitionKey() && !partitioning) {
            throw refusal(
                    "Dynamic Partitioning Namespaces can only be part of a prefix expression when"
                            + " Dynamic Partitioning is enabled.");
        }
        if (partitioning && !records.hasPartitionKey()) {
            throw refusal(
                    "S3 Prefix should contain Dynamic Partitioning namespaces when Dynamic"
                            + " Partitioning is enabled");
        }
    }

    private static void checkErrors(PrefixExpression errors) {
        if (errors.hasPartitionKey()) {
            throw refusal(
                    "Dynamic Partitioning Namespaces can't be part of an error prefix expression");
        }
        if (errors.hasExpressions() && !errors.hasErrorOutputType()) {
            throw refusal(
                    "ErrorOutputPrefix must contain at least one occurrence of"
                            + " !{firehose:error-output-type}");
        }
    }

    /// The longest type stands for all; a prefix with partition keys has no length yet.
    private static void checkLength(PrefixExpression prefix, String name, ZonedDateTime now) {
        if (prefix.hasPartitionKey()) {
            return;
        }
        String evaluated =
                prefix.evaluate(now, "format-conversion-failed", new SplittableRandom(0));
        if (evaluated.length() > EVALUATED_MAX) {
            throw refusal("Length of evaluated " + name + " cannot be greater than 512");
        }
    }

    private static ServiceException refusal(String text) {
        return FirehoseError.INVALID_ARGUMENT.because(text);
    }
}
