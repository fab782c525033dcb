package io.hydrant.core.delivery;

import io.hydrant.core.crypto.KeyRefusedException;
import io.hydrant.core.delivery.Attempt.Trace;
import io.hydrant.core.delivery.body.ObjectBody;
import io.hydrant.core.disk.Disk;
import io.hydrant.core.format.Converter;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Principal;
import io.hydrant.core.log.StreamLog;
import io.hydrant.core.objectstore.ObjectSink;
import io.hydrant.core.objectstore.ObjectSink.Draft;
import io.hydrant.core.objectstore.ObjectSink.ObjectSinkException;
import io.hydrant.core.objectstore.ObjectSink.Outcome;
import io.hydrant.core.stream.DeliveryStream;
import io.hydrant.core.stream.RoleAssumer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/// An object store, as one role sees it: puts each object once. Safe for use from many threads.
final class ObjectTarget implements Target {
    private static final String CONTENT_TYPE = "application/octet-stream";

    private final Disk disk;
    private final RoleAssumer roles;
    private final ObjectSink sink;
    private final InstantSource clock;
    private final Converter converter;
    private final String roleArn;

    ObjectTarget(
            Disk disk,
            RoleAssumer roles,
            ObjectSink sink,
            InstantSource clock,
            Converter converter,
            String roleArn) {
        this.converter = converter;
        this.disk = disk;
        this.roles = roles;
        this.sink = sink;
        this.clock = clock;
        this.roleArn = roleArn;
    }

    /// The role is assumed each time: who may not do so now, may have been allowed to before.
    @Override
    public Attempt deliver(
            DeliveryStream stream, StreamLog log, Intent intent, boolean mayBeStored) {
        Principal writer;
        try {
            writer = roles.assume(roleArn, stream.arn());
        } catch (AssumeRoleDenied e) {
            return failed(intent, ErrorCode.ACCESS_DENIED.code(), reason(e), Trace.NONE);
        } catch (RuntimeException | Error e) {
            return unforeseen(intent, e, Trace.NONE);
        }
        try {
            try (ObjectBody body =
                    ObjectBody.of(disk, log, intent.content(), converter, stream.isSecret())) {
                return put(stream, log, intent, writer, body, mayBeStored);
            }
        } catch (ObjectSinkException e) {
            return failed(intent, code(e), reason(e), trace(e));
        } catch (IOException e) {
            return failed(intent, ErrorCode.of(e).code(), reason(e), Trace.UNKNOWN);
        } catch (RuntimeException | Error e) {
            return unforeseen(intent, e, Trace.UNKNOWN);
        }
    }

    private Attempt put(
            DeliveryStream stream,
            StreamLog log,
            Intent intent,
            Principal writer,
            ObjectBody body,
            boolean mayBeStored)
            throws IOException {
        ObjectMetadata metadata = ObjectMetadata.of(stream.name(), log.id(), intent);
        Outcome outcome =
                sink.putIfAbsent(
                        new Draft(
                                writer,
                                intent.bucket(),
                                intent.key(),
                                CONTENT_TYPE,
                                intent.encoding().format().contentEncoding(),
                                metadata.toMap(),
                                body,
                                mayBeStored,
                                intent.kmsKeyArn()));
        return switch (outcome) {
            case Outcome.Stored stored -> new Attempt.Stored();
            case Outcome.AlreadyThere there when isOurs(there, metadata, body) ->
                    new Attempt.Stored();
            case Outcome.AlreadyThere there ->
                    failed(
                            intent,
                            ErrorCode.INTERNAL_ERROR.code(),
                            "another object, of %d bytes, has this key".formatted(there.size()),
                            Trace.ABSENT);
        };
    }

    /// Whether an earlier attempt stored this very object. A store that shows no metadata is
    /// believed when the size agrees: the key holds a random UUID.
    private static boolean isOurs(
            Outcome.AlreadyThere there, ObjectMetadata metadata, ObjectBody body) {
        return ObjectMetadata.read(there.metadata())
                .map(metadata::sameRecordsAs)
                .orElse(there.size() == body.length());
    }

    /// The body may have failed while the store read it.
    private static String code(ObjectSinkException e) {
        return KeyRefusedException.in(e).map(ErrorCode::of).map(ErrorCode::code).orElse(e.code());
    }

    private static Trace trace(ObjectSinkException refusal) {
        return switch (refusal.trace()) {
            case NONE -> Trace.NONE;
            case ABSENT -> Trace.ABSENT;
            case UNKNOWN -> Trace.UNKNOWN;
        };
    }

    private Attempt failed(Intent intent, String code, String reason, Trace trace) {
        return new Attempt.Failed(error(intent, code, reason), trace, Optional.empty());
    }

    private Attempt unforeseen(Intent intent, Throwable bug, Trace trace) {
        String code = ErrorCode.INTERNAL_ERROR.code();
        return new Attempt.Failed(error(intent, code, bug.toString()), trace, Optional.of(bug));
    }

    private DeliveryError error(Intent intent, String code, String reason) {
        return new DeliveryError(
                code,
                ErrorCode.message(code, reason),
                intent.bucket(),
                intent.key(),
                clock.instant());
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
