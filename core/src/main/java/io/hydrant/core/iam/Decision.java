package io.hydrant.core.iam;

/// The [Authorizer]'s answer.
public sealed interface Decision {
    record Allowed() implements Decision {}

    /// A Deny statement applied; `kind` is the kind of policy it stands in, as AWS's texts name it:
    /// `identity-based policy`, `resource-based policy`, `permissions boundary`, `session policy`.
    record DeniedBy(String kind) implements Decision {}

    /// Nothing allowed it; `kind` as above says which kind of policy lacks the permission.
    record DeniedByDefault(String kind) implements Decision {}

    /// S3's resource of what is on no bucket in particular.
    String ALL_BUCKETS = "arn:aws:s3:::*";

    default boolean allowed() {
        return this instanceof Allowed;
    }

    /// AWS's text for a refusal, for example `User: arn:… is not authorized to perform:
    /// s3:GetObject on resource: "arn:…" because no identity-based policy allows the s3:GetObject
    /// action`. S3 puts quotes around the resource; a resource of `*` is left out.
    default String explain(AuthorizationRequest request) {
        String quote = request.action().startsWith("s3:") ? "\"" : "";
        String resource =
                request.resource().equals("*") || request.resource().equals(ALL_BUCKETS)
                        ? ""
                        : " on resource: " + quote + request.resource() + quote;
        String who =
                "User: "
                        + request.principal().arn()
                        + " is not authorized to perform: "
                        + request.action()
                        + resource;
        return switch (this) {
            case Allowed allowed ->
                    throw new IllegalStateException(
                            "Explaining a refusal that was none: " + request);
            case DeniedBy denied -> who + " with an explicit deny in " + article(denied.kind());
            case DeniedByDefault denied ->
                    who
                            + " because no "
                            + denied.kind()
                            + " allows the "
                            + request.action()
                            + " action";
        };
    }

    private static String article(String kind) {
        return (kind.startsWith("i") ? "an " : "a ") + kind;
    }
}
