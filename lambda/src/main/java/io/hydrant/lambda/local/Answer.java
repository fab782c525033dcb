package io.hydrant.lambda.local;

/// How an invocation ended.
sealed interface Answer {
    /// What the function made of the event.
    record Returned(byte[] payload) implements Answer {}

    /// The process ended before it had the event: another one may have it.
    record Unheard() implements Answer {}

    /// It failed: threw, ended, or took too long.
    ///
    /// @param type as Lambda's `errorType`
    /// @param isReported whether the process knows of it and goes on
    record Failed(String type, String message, boolean isReported) implements Answer {
        String told() {
            return type + ": " + message;
        }
    }
}
