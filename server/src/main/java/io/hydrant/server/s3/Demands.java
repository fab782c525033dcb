package io.hydrant.server.s3;

import io.hydrant.core.objectstore.S3Error;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a request's headers and query may ask of an operation. A guard that nobody looks at is
/// worse than none, so whatever an operation does not honour is refused before anything is done;
/// but for the carriage of the request, and for what describes an object where none is stored,
/// which S3 passes over too.
final class Demands {
    /// Of the request itself, on every operation.
    private static final Set<String> CARRIAGE =
            Set.of(
                    "x-amz-algorithm",
                    "x-amz-api-version",
                    "x-amz-cf-id",
                    "x-amz-content-sha256",
                    "x-amz-credential",
                    "x-amz-date",
                    "x-amz-decoded-content-length",
                    "x-amz-expected-bucket-owner",
                    "x-amz-expires",
                    "x-amz-id-2",
                    "x-amz-request-id",
                    "x-amz-request-payer",
                    "x-amz-sdk-checksum-algorithm",
                    "x-amz-security-token",
                    "x-amz-signature",
                    "x-amz-signedheaders",
                    "x-amz-te",
                    "x-amz-trailer",
                    "x-amz-user-agent");

    /// Of an object that is stored.
    private static final Set<String> DESCRIPTION =
            Set.of(
                    "x-amz-acl",
                    "x-amz-storage-class",
                    "x-amz-tagging",
                    "x-amz-website-redirect-location");

    private static final Set<String> ENCRYPTION =
            Set.of(
                    "x-amz-server-side-encryption",
                    "x-amz-server-side-encryption-aws-kms-key-id",
                    "x-amz-server-side-encryption-context",
                    "x-amz-server-side-encryption-bucket-key-enabled");

    /// A customer's own key (SSE-C).
    private static final Set<String> CUSTOMER =
            Set.of(
                    "x-amz-server-side-encryption-customer-algorithm",
                    "x-amz-server-side-encryption-customer-key",
                    "x-amz-server-side-encryption-customer-key-md5");

    private static final Set<String> SOURCE =
            Set.of(
                    "x-amz-copy-source-server-side-encryption-customer-algorithm",
                    "x-amz-copy-source-server-side-encryption-customer-key",
                    "x-amz-copy-source-server-side-encryption-customer-key-md5",
                    "x-amz-copy-source",
                    "x-amz-copy-source-if-match",
                    "x-amz-copy-source-if-none-match",
                    "x-amz-copy-source-if-modified-since",
                    "x-amz-copy-source-if-unmodified-since",
                    "x-amz-source-expected-bucket-owner");

    /// Conditions under which a change is made, and what would make it one of another kind.
    private static final Set<String> OF_CHANGES =
            Set.of(
                    "if-match",
                    "if-none-match",
                    "if-modified-since",
                    "if-unmodified-since",
                    "content-range");

    private static final Set<String> WRITE = Set.of("if-match", "if-none-match");

    /// Stands for every checksum of the body that is known.
    private static final String CHECKSUM = "x-amz-checksum-";

    /// By method, scope and sub-resource; a copy counts as a sub-resource.
    private static final Map<String, Set<String>> HONOURED =
            Map.ofEntries(
                    Map.entry(
                            "PUT OBJECT",
                            all(
                                    all(all(ENCRYPTION, CUSTOMER), WRITE),
                                    Set.of(CHECKSUM, "x-amz-checksum-algorithm"))),
                    Map.entry(
                            "PUT OBJECT copy",
                            all(
                                    all(all(ENCRYPTION, CUSTOMER), WRITE),
                                    all(
                                            SOURCE,
                                            Set.of(
                                                    "x-amz-checksum-algorithm",
                                                    "x-amz-metadata-directive",
                                                    "x-amz-tagging-directive")))),
                    Map.entry(
                            "POST OBJECT uploads",
                            all(
                                    all(ENCRYPTION, CUSTOMER),
                                    Set.of("x-amz-checksum-algorithm", "x-amz-checksum-type"))),
                    Map.entry(
                            "PUT OBJECT uploadId",
                            all(CUSTOMER, Set.of(CHECKSUM, "x-amz-checksum-algorithm"))),
                    Map.entry(
                            "PUT OBJECT uploadId copy",
                            all(all(SOURCE, CUSTOMER), Set.of("x-amz-copy-source-range"))),
                    Map.entry(
                            "POST OBJECT uploadId",
                            all(
                                    all(WRITE, CUSTOMER),
                                    Set.of(
                                            CHECKSUM,
                                            "x-amz-checksum-type",
                                            "x-amz-mp-object-size"))),
                    Map.entry(
                            "GET OBJECT",
                            all(CUSTOMER, Set.of("x-amz-checksum-mode", "versionId"))),
                    Map.entry(
                            "HEAD OBJECT",
                            all(CUSTOMER, Set.of("x-amz-checksum-mode", "versionId"))),
                    Map.entry("DELETE OBJECT", Set.of("if-match", "versionId")),
                    Map.entry(
                            "GET OBJECT attributes",
                            all(
                                    CUSTOMER,
                                    Set.of(
                                            "x-amz-max-parts",
                                            "x-amz-object-attributes",
                                            "x-amz-part-number-marker",
                                            "versionId"))),
                    Map.entry(
                            "GET OBJECT " + ObjectRows.PARAMETER,
                            all(CUSTOMER, Set.of("versionId"))),
                    Map.entry("GET OBJECT tagging", Set.of("versionId")),
                    Map.entry("PUT OBJECT tagging", Set.of(CHECKSUM, "versionId")),
                    Map.entry("DELETE OBJECT tagging", Set.of("versionId")),
                    Map.entry("GET OBJECT acl", Set.of("versionId")),
                    Map.entry("PUT OBJECT acl", Set.of(CHECKSUM, "versionId")),
                    Map.entry(
                            "PUT BUCKET",
                            Set.of(
                                    CHECKSUM,
                                    "x-amz-bucket-namespace",
                                    "x-amz-bucket-object-lock-enabled",
                                    "x-amz-object-ownership")),
                    Map.entry("POST BUCKET delete", Set.of(CHECKSUM)),
                    Map.entry("GET BUCKET", Set.of("x-amz-optional-object-attributes")),
                    Map.entry("GET BUCKET versions", Set.of("x-amz-optional-object-attributes")),
                    Map.entry(
                            "PUT BUCKET lifecycle",
                            Set.of(CHECKSUM, "x-amz-transition-default-minimum-object-size")),
                    Map.entry(
                            "PUT BUCKET policy",
                            Set.of(CHECKSUM, "x-amz-confirm-remove-self-bucket-access")),
                    Map.entry(
                            "PUT BUCKET notification",
                            Set.of(CHECKSUM, "x-amz-skip-destination-validation")));

    /// Of an operation whose body is a document, and that is not listed above.
    private static final Set<String> DOCUMENT = Set.of(CHECKSUM, "x-amz-checksum-algorithm");

    private Demands() {}

    private static Set<String> all(Set<String> some, Set<String> others) {
        return Stream.concat(some.stream(), others.stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// @param scope `SERVICE`, `BUCKET` or `OBJECT`
    /// @throws io.hydrant.aws.ServiceException for a demand that this operation does not honour
    static void check(S3Request request, String scope, String subResource) {
        checkPayer(request);
        checkBypass(request);
        Set<String> honoured = honoured(request, scope, subResource);
        boolean changes = !Set.of("GET", "HEAD").contains(request.method());
        for (String name : request.raw().head().headers().all().keySet()) {
            boolean isDemand = name.startsWith("x-amz-") || changes && OF_CHANGES.contains(name);
            if (isDemand && !isHonoured(name, honoured)) {
                refuse(request, name);
            }
        }
        if (request.parameter("versionId").isPresent() && !honoured.contains("versionId")) {
            throw S3Error.INVALID_ARGUMENT
                    .because("This operation does not accept a version-id.")
                    .with("ArgumentName", "versionId")
                    .with("ArgumentValue", request.parameter("versionId").get());
        }
        boolean isPartOfNothing =
                changes
                        && request.parameter("partNumber").isPresent()
                        && request.parameter("uploadId").isEmpty();
        if (isPartOfNothing) {
            throw S3Error.INVALID_ARGUMENT
                    .because("A partNumber must come with the uploadId of its upload.")
                    .with("ArgumentName", "partNumber")
                    .with("ArgumentValue", request.parameter("partNumber").get());
        }
    }

    private static Set<String> honoured(S3Request request, String scope, String subResource) {
        String operation = (request.method() + " " + scope + " " + subResource).strip();
        String copy = operation + " copy";
        boolean isCopy =
                HONOURED.containsKey(copy) && request.header("x-amz-copy-source").isPresent();
        boolean hasBody = Set.of("PUT", "POST").contains(request.method());
        return HONOURED.getOrDefault(isCopy ? copy : operation, hasBody ? DOCUMENT : Set.of());
    }

    private static boolean isHonoured(String name, Set<String> honoured) {
        return CARRIAGE.contains(name)
                || DESCRIPTION.contains(name)
                || name.startsWith("x-amz-meta-")
                || name.startsWith("x-amz-grant-")
                || honoured.contains(name)
                || AnnouncedChecksum.isValue(name) && honoured.contains(CHECKSUM);
    }

    /// The SDK for Java sends the checksum of nothing with requests that have no body.
    private static void refuse(S3Request request, String name) {
        if (AnnouncedChecksum.isValue(name)) {
            AnnouncedChecksum.of(request)
                    .ifPresent(sum -> sum.check(request, sum.algorithm().of(new byte[0])));
            return;
        }
        if (ENCRYPTION.contains(name)) {
            throw S3Error.INVALID_ARGUMENT
                    .because("%s header is not supported for this operation.", name)
                    .with("ArgumentName", name)
                    .with("ArgumentValue", request.header(name).orElse(""));
        }
        throw S3Error.NOT_IMPLEMENTED.refusal().with("Header", name);
    }

    /// Nobody pays here; but the word must be the one that S3 knows.
    private static void checkPayer(S3Request request) {
        request.header("x-amz-request-payer")
                .filter(payer -> !payer.equals("requester"))
                .ifPresent(payer -> {
                    throw S3Error.INVALID_ARGUMENT
                            .because("Invalid x-amz-request-payer value")
                            .with("ArgumentName", "x-amz-request-payer")
                            .with("ArgumentValue", payer);
                });
    }

    private static void checkBypass(S3Request request) {
        if (request.header("x-amz-bypass-governance-retention").isPresent()) {
            throw S3Error.INVALID_ARGUMENT
                    .because(
                            "x-amz-bypass-governance-retention is only applicable to Object Lock"
                                    + " enabled buckets.")
                    .with("ArgumentName", "x-amz-bypass-governance-retention");
        }
    }
}
