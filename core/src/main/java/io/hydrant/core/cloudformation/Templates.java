package io.hydrant.core.cloudformation;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.cloudformation.resource.Actor;
import io.hydrant.core.cloudformation.resource.Authority;
import io.hydrant.core.cloudformation.resource.ResourceTypes;
import io.hydrant.core.cloudformation.template.CloudFormationError;
import io.hydrant.core.cloudformation.template.Template;
import io.hydrant.core.cloudformation.template.TemplateReader;
import io.hydrant.core.iam.ResourcePolicy;
import io.hydrant.core.objectstore.Bucket;
import io.hydrant.core.objectstore.BucketDocument;
import io.hydrant.core.objectstore.ObjectSeal;
import io.hydrant.core.objectstore.ObjectSecret;
import io.hydrant.core.objectstore.ObjectSecrets;
import io.hydrant.core.objectstore.ObjectVersion;
import io.hydrant.core.objectstore.S3Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Finds and reads the templates of requests. Objects are read as the caller.
public final class Templates {
    private static final String MORE =
            "\nFor more information check"
                    + " http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html";

    private final TemplateReader reader;
    private final ResourceTypes types;
    private final S3Store store;
    private final Authority authority;

    Templates(TemplateReader reader, ResourceTypes types, S3Store store, Authority authority) {
        this.reader = reader;
        this.types = types;
        this.store = store;
        this.authority = authority;
    }

    /// @throws ServiceException when there is none, or it is malformed
    public Template read(TemplateSource source, Actor actor) throws IOException {
        return reader.read(text(source, actor));
    }

    /// The member that tells a resource from all others of its type; empty when none does.
    public Optional<String> identifier(String resourceType) {
        return types.type(resourceType).description().identifier();
    }

    /// As [#read(TemplateSource, Actor)], of a text that is at hand.
    public Template read(String body) {
        return reader.read(body);
    }

    private String text(TemplateSource source, Actor actor) throws IOException {
        if (source.body().isPresent() && source.url().isPresent()) {
            throw CloudFormationError.VALIDATION.because(
                    "Template URL and Template Body cannot both be specified.");
        }
        if (source.body().isPresent()) {
            return source.body().get();
        }
        if (source.url().isPresent()) {
            return fetch(TemplateLocation.parse(source.url().get()), actor);
        }
        throw CloudFormationError.VALIDATION.because(
                "Either Template URL or Template Body must be specified.");
    }

    private String fetch(TemplateLocation location, Actor actor) throws IOException {
        Bucket bucket =
                store.buckets()
                        .find(location.bucket())
                        .orElseThrow(() -> s3Error("The specified bucket does not exist"));
        checkAllowed(bucket, location, actor);
        ObjectVersion version =
                store.objects()
                        .find(bucket, location.key(), location.version())
                        .filter(found -> !found.marker())
                        .orElseThrow(() ->
                                s3Error(
                                        location.version().isPresent()
                                                ? "The specified version does not exist."
                                                : "The specified key does not exist."));
        if (version.size() > Template.BYTES_MAX) {
            throw CloudFormationError.VALIDATION.because(
                    "Template may not exceed %d bytes in size.", Template.BYTES_MAX);
        }
        try (InputStream in =
                store.objects().read(version, 0, version.size(), secret(version, actor))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Optional<ObjectSecret> secret(ObjectVersion version, Actor actor) throws IOException {
        Optional<ObjectSeal> seal = version.details().seal();
        if (seal.isEmpty()) {
            return Optional.empty();
        }
        return switch (seal.get()) {
            case ObjectSeal.OfCustomer _ ->
                    throw s3Error("The object was stored using a form of Server Side Encryption");
            case ObjectSeal.OfKms kms -> {
                try {
                    yield Optional.of(
                            store.secrets()
                                    .unwrap(
                                            kms,
                                            new ObjectSecrets.Asker(
                                                    actor.principal(), actor.circumstances())));
                } catch (ServiceException e) {
                    throw s3Error(e.text());
                }
            }
        };
    }

    private void checkAllowed(Bucket bucket, TemplateLocation location, Actor actor) {
        boolean allowed =
                authority.allows(
                        actor,
                        location.version().isPresent() ? "s3:GetObjectVersion" : "s3:GetObject",
                        bucket.arn() + "/" + location.key(),
                        ResourcePolicy.ofBucket(
                                store.buckets().document(bucket, BucketDocument.POLICY)));
        if (!allowed) {
            throw s3Error("Access Denied");
        }
    }

    private static ServiceException s3Error(String text) {
        return CloudFormationError.VALIDATION.because("%s", "S3 error: " + text + MORE);
    }
}
