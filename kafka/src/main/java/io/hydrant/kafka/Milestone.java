package io.hydrant.kafka;

import io.hydrant.core.log.LogPlace;
import io.hydrant.core.log.LogPoint;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// A place in a topic from which counting can go on: the messages before `message` have the records
/// before `point`. `epoch` is the highest whose mark lies before it, and `state` all else that
/// counting depends on. The format of `state`, big-endian:
///
///     1 byte    version: 1
///     runs      of messages that do not count and were not trimmed ([SkippedMessages])
///     names     of requests ([NamesWindow])
record Milestone(long message, LogPoint point, long epoch, byte[] state) {
    private static final int VERSION = 1;

    /// The beginning of a topic.
    static Milestone start() {
        return new Milestone(0, LogPoint.START, 0, state(new SkippedMessages(), new NamesWindow()));
    }

    static byte[] state(SkippedMessages skipped, NamesWindow names) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream to = new DataOutputStream(bytes)) {
            to.writeByte(VERSION);
            skipped.write(to);
            names.write(to);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /// The names before it; adds to `skipped` what does not count.
    ///
    /// @throws IOException when it is not what was written, or a newer version wrote it
    NamesWindow names(SkippedMessages skipped) throws IOException {
        try (DataInputStream from = new DataInputStream(new ByteArrayInputStream(state))) {
            int version = from.readByte();
            if (version != VERSION) {
                throw new IOException("version " + version);
            }
            skipped.read(from);
            return NamesWindow.read(from);
        }
    }

    LogPlace place() {
        return new LogPlace(point, point.position(), message);
    }
}
