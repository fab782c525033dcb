package io.hydrant.core.objectstore;

import io.hydrant.core.iam.Principal;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/// Where delivery puts its objects: the embedded store, or a remote S3. Safe for use from many
/// threads.
public interface ObjectSink {

    /// Stores the object unless its key exists already (a conditional put, If-None-Match), durably
    /// before it returns.
    ///
    /// @throws ObjectSinkException when the store refuses: no such bucket, access denied …; says
    ///   whether it is worth retrying
    /// @throws IOException when the store cannot be reached or fails; the put may or may not have
    ///   taken effect
    Outcome putIfAbsent(Draft draft) throws IOException;

    /// An object to be put. `body` is opened once per attempt and closed by the sink. `writer` is
    /// whose permissions count. `mayExist`: an earlier attempt may have stored it, so that asking
    /// first can spare sending the body. `kmsKeyArn`: the key of KMS that it is to be encrypted
    /// under; without one the bucket decides.
    record Draft(
            Principal writer,
            String bucket,
            String key,
            String contentType,
            Optional<String> contentEncoding,
            Map<String, String> metadata,
            Body body,
            boolean mayExist,
            Optional<String> kmsKeyArn) {
        public Draft {
            metadata = Map.copyOf(metadata);
        }

        /// The same under a key of KMS.
        public Draft under(String arn) {
            return new Draft(
                    writer,
                    bucket,
                    key,
                    contentType,
                    contentEncoding,
                    metadata,
                    body,
                    mayExist,
                    Optional.of(arn));
        }
    }

    /// Bytes that can be read more than once; `length` is exact and known beforehand.
    interface Body {
        long length();

        InputStream open() throws IOException;
    }

    sealed interface Outcome {
        record Stored(String etag) implements Outcome {}

        /// The key was taken: by an earlier attempt of the same delivery, if size (and etag) agree.
        record AlreadyThere(long size, String etag, Map<String, String> metadata)
                implements Outcome {
            public AlreadyThere {
                metadata = Map.copyOf(metadata);
            }
        }
    }

    /// What a refusal says of the object.
    enum Trace {
        /// This put stored nothing; an earlier one may have.
        NONE,
        /// There is no such object, whatever was tried before: its bucket is gone, which was empty.
        ABSENT,
        /// This put may have stored it: it was sent more than once, and refused in the end.
        UNKNOWN
    }

    /// A refusal. The message is the reason, without AWS's usual text for the code. `code` is one
    /// of Firehose's delivery error codes (`S3.AccessDenied`, `S3.NoSuchBucket` …).
    final class ObjectSinkException extends IOException {
        private final String code;
        private final Trace trace;

        public ObjectSinkException(String code, String message) {
            this(code, message, code.equals("S3.NoSuchBucket") ? Trace.ABSENT : Trace.NONE);
        }

        public ObjectSinkException(String code, String message, Trace trace) {
            super(message);
            this.code = code;
            this.trace = trace;
        }

        public Trace trace() {
            return trace;
        }

        public String code() {
            return code;
        }
    }
}
