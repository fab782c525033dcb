package io.hydrant.jq;

import org.jspecify.annotations.Nullable;

/// What the names around a place of the program stand for: values of variables and closures, the
/// innermost first. It never changes; each binding makes a longer one, so that a closure that is
/// called again in the midst of its own call has its own.
record Env(Object held, @Nullable Env outer) {
    /// An argument that a function calls: a piece of program, and the names where it was written.
    record Closure(Node body, @Nullable Env env) {}

    /// The environment that lies so many bindings further out.
    static @Nullable Env outward(@Nullable Env env, int bindings) {
        Env found = env;
        for (int i = 0; i < bindings; i++) {
            found = found == null ? null : found.outer();
        }
        return found;
    }

    static Object at(@Nullable Env env, int bindings) {
        Env found = outward(env, bindings);
        if (found == null) {
            throw new IllegalStateException("no binding " + bindings + " places out");
        }
        return found.held();
    }
}
