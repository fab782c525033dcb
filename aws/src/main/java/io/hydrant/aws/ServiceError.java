package io.hydrant.aws;

/// One error of a service's catalogue: each code is spelled in one place.
public interface ServiceError {
    String code();

    /// HTTP's.
    int status();

    /// The refusal with its text, as [String#format] makes it.
    default ServiceException because(String format, Object... args) {
        return new ServiceException(
                status(), code(), args.length == 0 ? format : format.formatted(args));
    }
}
