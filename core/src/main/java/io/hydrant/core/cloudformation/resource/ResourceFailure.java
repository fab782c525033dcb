package io.hydrant.core.cloudformation.resource;

/// A resource could not be made, changed or removed; the message says why, as the events of the
/// stack show it.
public final class ResourceFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final HandlerErrorCode code;

    public ResourceFailure(HandlerErrorCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /// Of a resource that is gone, or whose name another has by now.
    static ResourceFailure notFound(ResourceDescription type, String physicalId) {
        return new ResourceFailure(
                HandlerErrorCode.NOT_FOUND,
                "Resource of type '%s' with identifier '%s' was not found."
                        .formatted(type.name(), physicalId));
    }

    public HandlerErrorCode code() {
        return code;
    }

    /// Never null, unlike the inherited one.
    public String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
