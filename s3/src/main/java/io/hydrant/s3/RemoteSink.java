package io.hydrant.s3;

import io.hydrant.core.objectstore.ObjectSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/// Delivers into a remote S3: each object in one conditional put, whose outcome is looked at.
///
/// | the store answers | what that means |
/// | --- | --- |
/// | 200 with an ETag | stored |
/// | 412 | something has this key: what it is, a HEAD says |
/// | 409, 429, 5xx, nothing, half of something | nobody knows: the same key and bytes again later |
/// | 4xx, 501 | refused, unless an attempt before it got no answer |
/// | 200 without the encryption that was asked for | stored in clear: no other is sent there |
///
/// Safe for use from many threads.
public final class RemoteSink implements ObjectSink {
    private final RemoteS3 remote;
    private final S3Client client;
    private final Writers writers;
    private final Conditions conditions;

    /// Buckets into which objects were taken unencrypted that should have been encrypted.
    private final Set<String> inClear = ConcurrentHashMap.newKeySet();

    RemoteSink(RemoteS3 remote, Writers writers) {
        this.remote = remote;
        this.client = remote.client();
        this.writers = writers;
        this.conditions = new Conditions(client, remote.settings());
    }

    @Override
    public Outcome putIfAbsent(Draft draft) throws IOException {
        boolean wasInterrupted = Thread.currentThread().isInterrupted();
        try (ReopenedBody body = new ReopenedBody(draft.body())) {
            AwsCredentialsProvider credentials = writers.credentials(draft);
            Conditions.OfBucket bucket = conditions.of(draft.bucket());
            byte[] md5 = body.md5(draft.key());
            Attempt attempt = new Attempt(draft, body, md5, credentials, bucket);
            Optional<Outcome> there = draft.mayExist() ? attempt.find() : Optional.empty();
            return there.isPresent() ? there.get() : attempt.put();
        } catch (ObjectSinkException e) {
            if (e.code().equals("S3.NoSuchBucket")) {
                conditions.forget(draft.bucket());
            }
            throw e;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        } catch (IllegalStateException e) {
            // What the HTTP client says once the server stops.
            throw new IOException("broken off: " + e.getMessage(), e);
        } finally {
            // An attempt that takes too long is interrupted; that may arrive when it is over.
            if (!wasInterrupted && Thread.interrupted()) {
                System.getLogger(RemoteSink.class.getName())
                        .log(System.Logger.Level.DEBUG, "An interrupt arrived late");
            }
        }
    }

    /// One object, one time.
    private final class Attempt {
        private final Draft draft;
        private final ReopenedBody body;
        private final byte[] md5;
        private final AwsCredentialsProvider credentials;
        private final Conditions.OfBucket bucket;

        Attempt(
                Draft draft,
                ReopenedBody body,
                byte[] md5,
                AwsCredentialsProvider credentials,
                Conditions.OfBucket bucket) {
            this.draft = draft;
            this.body = body;
            this.md5 = md5;
            this.credentials = credentials;
            this.bucket = bucket;
        }

        Outcome put() throws IOException {
            if (draft.kmsKeyArn().isPresent() && inClear.contains(draft.bucket())) {
                throw withoutKms(Trace.NONE);
            }
            PutObjectResponse response;
            try {
                response = client.putObject(request(), content());
            } catch (S3Exception e) {
                if (e.statusCode() == 412) {
                    return compare();
                }
                throw draft.kmsKeyArn().isPresent()
                        ? Refusals.ofEncrypted(e, draft.bucket())
                        : Refusals.of(e, draft.bucket());
            } catch (SdkException e) {
                throw withoutAnswer(e);
            } catch (RuntimeException e) {
                throw body.failure().orElseThrow(() -> e);
            }
            conditions.saw(draft.bucket(), response);
            requireEncrypted(response);
            return stored(response);
        }

        private PutObjectRequest request() {
            long length = draft.body().length();
            return PutObjectRequest.builder()
                    .bucket(draft.bucket())
                    .key(draft.key())
                    .contentType(draft.contentType())
                    .contentEncoding(draft.contentEncoding().orElse(null))
                    .contentLength(length)
                    .contentMD5(Base64.getEncoder().encodeToString(md5))
                    .metadata(draft.metadata())
                    .ifNoneMatch(bucket.known() ? "*" : null)
                    .serverSideEncryption(draft.kmsKeyArn().map(_ -> "aws:kms").orElse(null))
                    .ssekmsKeyId(draft.kmsKeyArn().orElse(null))
                    .overrideConfiguration(patience(length))
                    .build();
        }

        private RequestBody content() {
            return RequestBody.fromContentProvider(
                    body, draft.body().length(), draft.contentType());
        }

        private AwsRequestOverrideConfiguration patience(long bytes) {
            PutLimits limits = remote.settings().limits();
            Duration each = limits.attempt(bytes);
            return AwsRequestOverrideConfiguration.builder()
                    .credentialsProvider(credentials)
                    .apiCallAttemptTimeout(each)
                    .apiCallTimeout(limits.all(bytes))
                    .build();
        }

        /// A store that knows no keys of KMS may take the object all the same, in clear: once, and
        /// no other follows.
        private void requireEncrypted(PutObjectResponse response) throws ObjectSinkException {
            boolean isInClear =
                    draft.kmsKeyArn().isPresent()
                            && response.serverSideEncryption() != ServerSideEncryption.AWS_KMS;
            if (isInClear) {
                inClear.add(draft.bucket());
                throw withoutKms(Trace.UNKNOWN);
            }
        }

        private ObjectSinkException withoutKms(Trace trace) {
            return new ObjectSinkException(
                    "S3.KMS.NotFoundException",
                    "the store took an object into the bucket %s without encrypting it by a key of KMS, which it does not know: it is sent no other until Hydrant is started again"
                            .formatted(draft.bucket()),
                    trace);
        }

        private Outcome stored(PutObjectResponse response) throws IOException {
            String etag = Etags.plain(response.eTag());
            if (etag.isEmpty()) {
                throw new IOException(
                        "the store answered 200 without an ETag, as half an answer has none");
            }
            if (isOtherThanPut(
                    response.eTag(),
                    response.serverSideEncryptionAsString(),
                    response.sseCustomerAlgorithm())) {
                throw new IOException(
                        "the store answered 200, but with the ETag of other bytes: " + etag);
            }
            return new Outcome.Stored(etag);
        }

        private boolean isOtherThanPut(String etag, String encryption, String customerAlgorithm) {
            return (bucket.plainEtags() || remote.settings().isAws())
                    && Etags.contradicts(etag, encryption, customerAlgorithm, md5);
        }

        /// What has the key, if it can be found out.
        Optional<Outcome> find() throws IOException {
            try {
                return Optional.of(there(head()));
            } catch (S3Exception e) {
                if (e.statusCode() == 404 || e.statusCode() == 403) {
                    return Optional.empty(); // the put will say
                }
                throw Refusals.of(e, draft.bucket());
            } catch (SdkException e) {
                throw unanswered(e);
            }
        }

        /// Something has the key. Whose it is, delivery decides.
        private Outcome compare() throws IOException {
            try {
                return there(head());
            } catch (S3Exception e) {
                throw switch (e.statusCode()) {
                    case 403 ->
                            new ObjectSinkException(
                                    "S3.AccessDenied",
                                    "an object has the key %s already, and whether it is this one cannot be told: %s. Allow s3:GetObject on it"
                                            .formatted(draft.key(), Refusals.words(e, "the store")),
                                    Trace.UNKNOWN);
                    case 404 ->
                            new IOException(
                                    "the key %s was taken and is free again".formatted(draft.key()),
                                    e);
                    default -> Refusals.of(e, draft.bucket());
                };
            } catch (SdkException e) {
                throw unanswered(e);
            }
        }

        private HeadObjectResponse head() {
            return client.headObject(head ->
                    head.bucket(draft.bucket())
                            .key(draft.key())
                            .overrideConfiguration(patience(0)));
        }

        private Outcome there(HeadObjectResponse response) throws IOException {
            long size = Optional.ofNullable(response.contentLength()).orElse(-1L);
            if (size == draft.body().length()
                    && response.metadata().equals(draft.metadata())
                    && isOtherThanPut(
                            response.eTag(),
                            response.serverSideEncryptionAsString(),
                            response.sseCustomerAlgorithm())) {
                throw new IOException(
                        "the object s3://%s/%s has other bytes than were put: its ETag is %s. Delete it, and it is put again"
                                .formatted(
                                        draft.bucket(), draft.key(), Etags.plain(response.eTag())));
            }
            return new Outcome.AlreadyThere(
                    size, Etags.plain(response.eTag()), response.metadata());
        }

        /// A store that refuses while it is still being sent to looks like one that broke down: it
        /// is asked once without a body.
        private IOException withoutAnswer(SdkException e) {
            Optional<IOException> ofBody = body.failure();
            if (ofBody.isPresent()) {
                return ofBody.get();
            }
            String words = Refusals.words(e);
            Supplier<IOException> unknown =
                    () ->
                            new IOException(
                                    "sending to %s broke off: %s"
                                            .formatted(remote.settings().name(), words),
                                    e);
            if (Thread.currentThread().isInterrupted()) {
                return unknown.get();
            }
            try {
                client.headBucket(
                        head -> head.bucket(draft.bucket()).overrideConfiguration(patience(0)));
                return unknown.get();
            } catch (S3Exception told) {
                return switch (told.statusCode()) {
                    case 403 ->
                            refusedMeanwhile(
                                    "S3.AccessDenied",
                                    words,
                                    "403 to HeadBucket: key, secret or permissions are wrong");
                    case 404 ->
                            refusedMeanwhile(
                                    "S3.NoSuchBucket",
                                    words,
                                    "404: there is no bucket " + draft.bucket());
                    default -> unknown.get();
                };
            } catch (SdkException again) {
                return unanswered(e);
            }
        }

        private ObjectSinkException refusedMeanwhile(String code, String words, String answer) {
            return new ObjectSinkException(
                    code,
                    "sending broke off (%s), and the store answers %s".formatted(words, answer),
                    Trace.UNKNOWN);
        }

        private IOException unanswered(SdkException e) {
            return new IOException(
                    "%s cannot be reached: %s"
                            .formatted(remote.settings().name(), Refusals.words(e)),
                    e);
        }
    }
}
