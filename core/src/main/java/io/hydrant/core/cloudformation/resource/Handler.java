package io.hydrant.core.cloudformation.resource;

import io.hydrant.aws.ServiceException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/// Runs the steps of resource types, and words every failure as CloudFormation's events do.
public final class Handler {
    private static final System.Logger LOG = System.getLogger(Handler.class.getName());

    private final RandomGenerator random;

    public Handler(RandomGenerator random) {
        this.random = random;
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws ResourceFailure, IOException;
    }

    /// Not worded: the schema's texts stand as they are.
    public ObjectNode typed(ResourceType type, String logicalId, ObjectNode properties)
            throws ResourceFailure {
        return SchemaCheck.typed(logicalId, properties, type.description().schema());
    }

    public Claim prepare(ResourceType type, DesiredResource desired) throws ResourceFailure {
        return worded(type, () -> type.prepare(desired));
    }

    public Map<String, String> create(ResourceType type, DesiredResource desired, Claim claim)
            throws ResourceFailure {
        return worded(type, () -> type.create(desired, claim));
    }

    public boolean stands(ResourceType type, PhysicalResource current) throws ResourceFailure {
        return worded(type, () -> type.stands(current));
    }

    public Map<String, String> update(
            ResourceType type, PhysicalResource current, DesiredResource desired)
            throws ResourceFailure {
        return worded(type, () -> type.update(current, desired));
    }

    public void delete(ResourceType type, PhysicalResource current) throws ResourceFailure {
        worded(
                type,
                () -> {
                    type.delete(current);
                    return true;
                });
    }

    private <T> T worded(ResourceType type, Step<T> step) throws ResourceFailure {
        try {
            return step.run();
        } catch (ResourceFailure failure) {
            throw handler(failure.code(), failure.reason());
        } catch (ServiceException refusal) {
            throw handler(HandlerErrorCode.of(refusal), refusal.text() + call(type, refusal));
        } catch (IOException e) {
            throw handler(HandlerErrorCode.INTERNAL_FAILURE, String.valueOf(e.getMessage()));
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, "A step of " + type.name() + " failed", bug);
            throw handler(HandlerErrorCode.INTERNAL_FAILURE, "Internal error: " + bug);
        }
    }

    private ResourceFailure handler(HandlerErrorCode code, String message) {
        return new ResourceFailure(
                code,
                "Resource handler returned message: \"%s\" (RequestToken: %s, HandlerErrorCode: %s)"
                        .formatted(
                                message,
                                new UUID(random.nextLong(), random.nextLong()),
                                code.text()));
    }

    /// S3 has request ids of its own kind.
    private String call(ResourceType type, ServiceException refusal) {
        if (type.description().service().equals("S3")) {
            byte[] extended = new byte[57];
            random.nextBytes(extended);
            return " (Service: S3, Status Code: %d, Request ID: %016X, Extended Request ID: %s) (SDK Attempt Count: 1)"
                    .formatted(
                            refusal.status(),
                            random.nextLong(),
                            Base64.getEncoder().encodeToString(extended));
        }
        return " (Service: %s, Status Code: %d, Request ID: %s) (SDK Attempt Count: 1)"
                .formatted(
                        type.description().service(),
                        refusal.status(),
                        new UUID(random.nextLong(), random.nextLong()));
    }
}
