package io.hydrant.cli.program;

/// Ends a command: what went wrong in one plain line, and what the reader can do next. It is shown
/// without a stack trace.
public class CommandFailure extends RuntimeException {
    private final String nextStep;
    private final int exitStatus;

    public CommandFailure(String message, String nextStep) {
        this(message, nextStep, ExitStatus.FAILED);
    }

    private CommandFailure(String message, String nextStep, int exitStatus) {
        super(message);
        this.nextStep = nextStep;
        this.exitStatus = exitStatus;
    }

    /// The caller asked for something that cannot be.
    public static CommandFailure wrongUsage(String message, String nextStep) {
        return new CommandFailure(message, nextStep, ExitStatus.WRONG_USAGE);
    }

    public String nextStep() {
        return nextStep;
    }

    public int exitStatus() {
        return exitStatus;
    }
}
