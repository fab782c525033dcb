package io.hydrant.cli;

import io.hydrant.cli.terminal.Console;

/// Where the process begins.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(HydrantProgram.run(Console.ofProcess(), arguments));
    }
}
