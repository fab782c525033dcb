package io.hydrant.cli.program;

/// What the program tells the shell: a contract that scripts rely on.
public final class ExitStatus {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int WRONG_USAGE = 2;

    /// The work went on to its end, but some rows were left out.
    public static final int PARTLY_DONE = 3;

    private ExitStatus() {}
}
