package io.hydrant.cli.send;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.DestinationDescription;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

/// Finds out, before the first row is read, whether a stream can take rows and deliver them: it
/// exists, it is active, and its role exists.
public final class StreamCheck {
    private static final Duration POLL = Duration.ofSeconds(1);

    /// AWS takes about a minute to create a stream.
    private static final int MOST_POLLS = 300;

    private final Clients clients;
    private final String ifMissing;

    public StreamCheck(Clients clients) {
        this(
                clients,
                "--create makes it with its bucket and role; `hydrant status` lists the streams there are.");
    }

    /// @param ifMissing what the user can do when there is no such stream
    public StreamCheck(Clients clients, String ifMissing) {
        this.clients = clients;
        this.ifMissing = ifMissing;
    }

    public boolean exists(String stream) {
        return find(stream).isPresent();
    }

    /// Returns when the stream is active and its role was seen. Who may send need not be allowed to
    /// look at the stream: then it is taken on trust.
    ///
    /// @throws CommandFailure that says what is missing
    public StreamIdentity ready(String stream) throws InterruptedException {
        String endpoint = clients.stream(stream).endpoint().toString();
        DeliveryStreamDescription description;
        try {
            description = awaitActive(stream);
        } catch (FirehoseException e) {
            if (isDenied(e)) {
                return StreamIdentity.undescribed(stream, endpoint);
            }
            throw e;
        }
        for (DestinationDescription destination : description.destinations()) {
            roleOf(destination).ifPresent(role -> checkRole(stream, role));
        }
        return StreamIdentity.of(description, endpoint);
    }

    private static boolean isDenied(FirehoseException e) {
        return e.awsErrorDetails() != null
                && "AccessDeniedException".equals(e.awsErrorDetails().errorCode());
    }

    private Optional<DeliveryStreamDescription> find(String stream) {
        try {
            return Optional.of(
                    clients.firehose()
                            .describeDeliveryStream(request -> request.deliveryStreamName(stream))
                            .deliveryStreamDescription());
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    private DeliveryStreamDescription awaitActive(String stream) throws InterruptedException {
        for (int i = 0; i < MOST_POLLS; i++) {
            DeliveryStreamDescription description =
                    find(stream).orElseThrow(() -> noSuchStream(stream));
            if (description.deliveryStreamStatus() == DeliveryStreamStatus.ACTIVE) {
                return description;
            }
            if (description.deliveryStreamStatus() != DeliveryStreamStatus.CREATING) {
                throw notActive(stream, description);
            }
            Thread.sleep(POLL);
        }
        throw new CommandFailure(
                "The delivery stream " + stream + " is still being created.", "Try again later.");
    }

    private static Optional<String> roleOf(DestinationDescription destination) {
        return Optional.ofNullable(destination.extendedS3DestinationDescription())
                .map(description -> description.roleARN())
                .or(() ->
                        Optional.ofNullable(destination.s3DestinationDescription())
                                .map(description -> description.roleARN()));
    }

    /// Who may send need not be allowed to look at roles: then the role is taken on trust.
    private void checkRole(String stream, String roleArn) {
        String name = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        try {
            clients.iam().getRole(request -> request.roleName(name));
        } catch (NoSuchEntityException e) {
            throw new CommandFailure(
                    "The role %s of the delivery stream %s does not exist, so nothing could be delivered."
                            .formatted(name, stream),
                    "Create the role again, or point the stream at another with `aws firehose update-destination`.");
        } catch (IamException e) {
            if (e.statusCode() != 403) {
                throw e;
            }
        }
    }

    private CommandFailure noSuchStream(String stream) {
        return new CommandFailure("There is no delivery stream " + stream + ".", ifMissing);
    }

    private static CommandFailure notActive(String stream, DeliveryStreamDescription description) {
        return new CommandFailure(
                "The delivery stream %s is %s and takes no rows."
                        .formatted(stream, description.deliveryStreamStatusAsString()),
                "`hydrant status " + stream + "` tells more.");
    }
}
