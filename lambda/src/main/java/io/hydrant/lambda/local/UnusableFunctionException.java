package io.hydrant.lambda.local;

import java.io.Serial;

/// A function that cannot run here, as it was asked for: what is wrong, and what to do about it.
public final class UnusableFunctionException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final String nextStep;

    UnusableFunctionException(String what, String nextStep) {
        super(what);
        this.nextStep = nextStep;
    }

    public String nextStep() {
        return nextStep;
    }
}
