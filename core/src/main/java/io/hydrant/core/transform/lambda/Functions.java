package io.hydrant.core.transform.lambda;

import java.io.IOException;
import java.io.Serial;

/// Invokes functions, as AWS Lambda does: what is asked for is answered before the call returns.
/// Safe for use from many threads.
public interface Functions {
    /// How many bytes a request or an answer may have, as in AWS: 6 MB.
    int PAYLOAD_MAX = 6 * 1024 * 1024;

    /// The bytes that the function answered, whatever they are; at most [#PAYLOAD_MAX] of them.
    ///
    /// @throws NotInvokedException when there is no answer; one error code of Firehose says why
    /// @throws InterruptedException when the server stops
    byte[] invoke(Call call) throws NotInvokedException, InterruptedException;

    /// Those of a server that has none.
    static Functions none() {
        return call -> {
            throw LambdaError.RESOURCE_NOT_FOUND.exception();
        };
    }

    /// What is asked, on whose behalf.
    ///
    /// @param functionArn with a version or an alias, or without
    /// @param roleArn the role that must be allowed to invoke it
    /// @param streamArn the stream that the records belong to
    /// @param payload one JSON document
    record Call(String functionArn, String roleArn, String streamArn, byte[] payload) {}

    /// A function that did not answer, or answered that it failed.
    final class NotInvokedException extends IOException {
        @Serial private static final long serialVersionUID = 1;

        private final String code;

        /// @param code as Firehose writes it: `Lambda.FunctionError`
        /// @param message as Firehose writes it
        public NotInvokedException(String code, String message) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
