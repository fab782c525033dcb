package io.hydrant.core.objectstore;

/// Kinds of documents that are stored with a bucket, by the name of their sub-resource.
public final class BucketDocument {
    /// JSON; evaluated with every request.
    public static final String POLICY = "policy";

    /// XML, as the API takes it.
    public static final String TAGGING = "tagging";

    public static final String ENCRYPTION = "encryption";
    public static final String PUBLIC_ACCESS_BLOCK = "publicAccessBlock";
    public static final String OWNERSHIP_CONTROLS = "ownershipControls";
    public static final String CORS = "cors";

    /// Stored, not carried out.
    public static final String LIFECYCLE = "lifecycle";

    /// The mark of the stack's resource that the bucket was made for. No client sees or sets it.
    public static final String MAKER = "maker";

    private BucketDocument() {}
}
