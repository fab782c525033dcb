package io.hydrant.core.stream;

import java.io.IOException;
import java.util.Optional;

/// Has records of streams kept encrypted, or in clear again. A change is in effect for what is put
/// when it is durable; the states of a change that goes on, which AWS has, are shown where somebody
/// wants them ([Transitions]). Safe for use from many threads.
public final class StreamEncryption {
    private final DeliveryStreams streams;
    private final StreamRegister register;
    private final Encryptions encryptions;
    private final Transitions transitions;
    private final EncryptionQuota quota;

    StreamEncryption(
            DeliveryStreams streams,
            StreamRegister register,
            Encryptions encryptions,
            Transitions transitions,
            EncryptionQuota quota) {
        this.streams = streams;
        this.register = register;
        this.encryptions = encryptions;
        this.transitions = transitions;
        this.quota = quota;
    }

    /// Encrypts what is put into a stream from now on; or under another key.
    ///
    /// @throws ServiceException when there is no such stream, its encryption is changing, or the
    ///   key cannot be used
    public DeliveryStream start(String name, WantedEncryption wanted) throws IOException {
        return register.oneAtATime(() -> {
            DeliveryStream stream = changeable(name);
            DeliveryStream changed = register.replace(begun(stream, Optional.of(wanted)));
            transitions.encryptionChanged(changed);
            return changed;
        });
    }

    /// Keeps what is put into a stream in clear from now on. What is there stays as it is.
    ///
    /// @throws ServiceException when there is no such stream, or its encryption is changing
    public DeliveryStream stop(String name) throws IOException {
        return register.oneAtATime(() -> {
            DeliveryStream stream = changeable(name);
            if (stream.encryption().isEmpty()) {
                return stream;
            }
            DeliveryStream changed =
                    register.replace(stream.encrypted(stream.encryption().get().off()));
            transitions.encryptionChanged(changed);
            return changed;
        });
    }

    private DeliveryStream changeable(String name) {
        DeliveryStream stream = streams.existing(name);
        DeliveryStreams.requireActive(stream);
        stream.encryption()
                .map(LogEncryption::status)
                .ifPresent(status -> refuseWithin(name, status));
        quota.count(stream);
        return stream;
    }

    private static void refuseWithin(String name, LogEncryption.Status status) {
        if (status == LogEncryption.Status.ENABLING || status == LogEncryption.Status.DISABLING) {
            throw FirehoseError.RESOURCE_IN_USE.because(
                    "Cannot change the encryption of firehose: %s when it is in %s status",
                    name, status);
        }
    }

    /// The stream that is to be, encrypted if that is wanted.
    DeliveryStream begun(DeliveryStream stream, Optional<WantedEncryption> wanted)
            throws IOException {
        return wanted.isEmpty()
                ? stream
                : stream.encrypted(
                        encryptions.begin(wanted.get(), stream.arn(), stream.encryption()));
    }

    /// The stream that is, or was, encrypted and whose first log this is, also a deleted one.
    public Optional<DeliveryStream> ofLog(String logId) {
        return register.secretOf(logId);
    }

    /// What is wrong with the key of a stream, as it was seen last.
    public Optional<KeyTrouble> trouble(DeliveryStream stream) {
        return stream.isSecret() ? encryptions.trouble(stream.logId()) : Optional.empty();
    }
}
