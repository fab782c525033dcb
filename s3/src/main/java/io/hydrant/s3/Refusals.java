package io.hydrant.s3;

import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.objectstore.ObjectSink.Trace;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/// Translates a store's answers into Firehose's codes, with the store's own words.
final class Refusals {
    private static final int WORDS_MAX = 500;

    /// Those that Firehose has a code for, with `S3.` before them.
    private static final Set<String> OF_FIREHOSE =
            Set.of(
                    "AccessDenied",
                    "AccountProblem",
                    "AllAccessDisabled",
                    "InvalidPayer",
                    "KMS.DisabledException",
                    "KMS.KMSInvalidStateException",
                    "KMS.NotFoundException",
                    "KMS.RequestLimitExceeded",
                    "MethodNotAllowed",
                    "NoSuchBucket",
                    "NotSignedUp");

    /// Refusals of a moment, whatever their status.
    private static final Set<String> PASSING =
            Set.of("RequestTimeout", "SlowDown", "OperationAborted", "ConditionalRequestConflict");

    private static final String INTERNAL = "InternalError";

    private Refusals() {}

    /// The refusal of a request about a bucket: final for this attempt, or a plain [IOException]
    /// when nobody knows what became of it.
    static IOException of(AwsServiceException e, String bucket) {
        String code = code(e).orElse("");
        int status = e.statusCode();
        // A 400 without a code is what a store says to a request that it read amiss.
        boolean isVerdict =
                (status == 501 || status < 500)
                        && status != 409
                        && status != 408
                        && status != 429
                        && !(status == 400 && code.isEmpty())
                        && !PASSING.contains(code);
        if (!isVerdict) {
            return new IOException(words(e, "the store"), e);
        }
        Integer attempts = e.numAttempts();
        Trace trace = attempts != null && attempts > 1 ? Trace.UNKNOWN : Trace.NONE;
        return new ObjectSinkException(
                firehoseCode(status, code), reason(e, status, code, bucket), trace);
    }

    /// The same of a put that asks for a key of KMS: a store without any answers 501, or that it
    /// does not know what is asked (MinIO: `NotImplemented`, "Server side encryption specified but
    /// KMS is not configured").
    static IOException ofEncrypted(AwsServiceException e, String bucket) {
        IOException refusal = of(e, bucket);
        boolean isOfKms =
                refusal instanceof ObjectSinkException sink
                        && sink.code().equals(INTERNAL)
                        && (e.statusCode() == 501 || words(e, "").contains("KMS"));
        return isOfKms
                ? new ObjectSinkException(
                        "S3.KMS.NotFoundException",
                        words(e, "the store") + " to a put under a key of KMS",
                        ((ObjectSinkException) refusal).trace())
                : refusal;
    }

    private static String firehoseCode(int status, String code) {
        if (OF_FIREHOSE.contains(code)) {
            return "S3." + code;
        }
        return switch (status) {
            case 401 -> "S3.AccessDenied";
            case 403 -> code.equals("RequestTimeTooSkewed") ? INTERNAL : "S3.AccessDenied";
            case 404 -> "S3.NoSuchBucket";
            case 405 -> "S3.MethodNotAllowed";
            default -> INTERNAL;
        };
    }

    private static String reason(AwsServiceException e, int status, String code, String bucket) {
        String words = words(e, "the store");
        if (code.equals("RequestTimeTooSkewed")) {
            return words + "; set this machine's clock, or the store's";
        }
        if (status == 301 || status == 307 || code.equals("AuthorizationHeaderMalformed")) {
            String region =
                    header(e, "x-amz-bucket-region").map(name -> ": it is in " + name).orElse("");
            return words
                    + "; the bucket "
                    + bucket
                    + " may be in another region"
                    + region
                    + ". Start the server with --s3-region";
        }
        if (status == 501) {
            return words + "; this store cannot take objects as Hydrant puts them";
        }
        return words + " (bucket " + bucket + ")";
    }

    /// `the store answered 403 AccessDenied: Access Denied`.
    static String words(AwsServiceException e, String who) {
        AwsErrorDetails details = e.awsErrorDetails();
        String message = details == null ? null : details.errorMessage();
        return clean(
                who
                        + " answered "
                        + e.statusCode()
                        + code(e).map(code -> " " + code).orElse("")
                        + (message == null || message.isBlank() ? "" : ": " + message));
    }

    /// Why there was no answer.
    static String words(SdkException e) {
        if (e instanceof AwsServiceException service) {
            return words(service, "the store");
        }
        if (e instanceof ApiCallAttemptTimeoutException || e instanceof ApiCallTimeoutException) {
            return "no answer in time";
        }
        Throwable root = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            root = cause;
        }
        if (root instanceof UnknownHostException) {
            return "there is no host " + clean(String.valueOf(root.getMessage()));
        }
        String message = root.getMessage();
        return clean(message == null ? root.toString() : message);
    }

    private static String clean(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= WORDS_MAX ? line : line.substring(0, WORDS_MAX) + "…";
    }

    static Optional<String> code(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null
                ? Optional.empty()
                : Optional.ofNullable(details.errorCode()).filter(code -> !code.isBlank());
    }

    private static Optional<String> header(AwsServiceException e, String name) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details == null || details.sdkHttpResponse() == null
                ? Optional.empty()
                : details.sdkHttpResponse().firstMatchingHeader(name);
    }
}
