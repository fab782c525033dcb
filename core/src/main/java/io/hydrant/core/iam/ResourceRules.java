package io.hydrant.core.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// How resources are written in identities' policies. AWS reads an ARN from its front and is
/// content with what it does not know: `arn:aws:fdsasf` is fine.
final class ResourceRules {
    private static final Set<String> PARTITIONS = Set.of("aws", "aws-cn", "aws-us-gov", "*");
    private static final int ARN_PARTS = 6;
    private static final int COLONS = 5;

    private static final Map<String, String> WITHOUT_REGION =
            Map.of(
                    "s3",
                    "Resource %s can not contain region information.",
                    "iam",
                    "IAM resource %s cannot contain region information.");

    /// Of S3's resources these have a region.
    private static final Pattern REGIONAL =
            Pattern.compile(
                    "arn:[^:]*:s3:[^:]*:[^:]*:(accesspoint|job|storage-lens|storage-lens-group"
                            + "|access-grants|async-request)/.*");

    private static final List<String> IAM_PATHS =
            List.of(
                    "user/",
                    "federated-user/",
                    "role/",
                    "group/",
                    "instance-profile/",
                    "mfa/",
                    "server-certificate/",
                    "policy/",
                    "sms-mfa/",
                    "saml-provider/",
                    "oidc-provider/",
                    "report/",
                    "access-report/");

    private ResourceRules() {}

    /// Whether AWS's first reading of it goes well.
    static boolean isLegible(String resource) {
        String[] parts = resource.split(":", -1);
        return resource.equals("*")
                || (parts.length > COLONS || !resource.contains("::"))
                        && parts.length > 2
                        && !parts[2].isEmpty();
    }

    /// What is wrong with a resource, in AWS's words.
    static Optional<String> fault(String resource) {
        if (resource.equals("*")) {
            return Optional.empty();
        }
        String[] parts = resource.split(":", ARN_PARTS);
        if (parts.length == 1 || !parts[0].equals("arn")) {
            return Optional.of("Resource " + resource + " must be in ARN format or \"*\".");
        }
        if (!PARTITIONS.contains(parts[1])) {
            return Optional.of(
                    "Partition \"%s\" is not valid for resource \"%s\"."
                            .formatted(parts[1], whole(parts)));
        }
        if (parts.length == 2) {
            return Optional.of(
                    "Resource vendor must be fully qualified and cannot contain regexes.");
        }
        return faultOfService(resource, parts);
    }

    private static Optional<String> faultOfService(String resource, String[] parts) {
        String region = parts.length > 3 ? parts[3] : "none";
        String text = WITHOUT_REGION.get(parts[2]);
        if (text != null && !region.isEmpty() && !REGIONAL.matcher(resource).matches()) {
            return Optional.of(text.formatted(resource));
        }
        String path = parts.length == ARN_PARTS ? parts[ARN_PARTS - 1] : "";
        boolean ofIam =
                !parts[2].equals("iam")
                        || path.equals("*")
                        || IAM_PATHS.stream().anyMatch(path::startsWith);
        return ofIam
                ? Optional.empty()
                : Optional.of(
                        "IAM resource path must either be \"*\" or start with "
                                + String.join(", ", IAM_PATHS)
                                + ".");
    }

    /// With `*` for the parts that it leaves out, as AWS shows it.
    private static String whole(String[] parts) {
        StringBuilder whole = new StringBuilder("arn:" + parts[1]);
        for (int i = 2; i < ARN_PARTS; i++) {
            whole.append(':').append(parts.length > i ? parts[i] : "*");
        }
        return whole.toString();
    }
}
