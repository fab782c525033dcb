package io.hydrant.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "demo", header = "The whole pipeline in one command, on a server of its own.")
final class DemoCommand implements Callable<Integer> {
    DemoCommand(Surroundings surroundings) {}

    @Override
    public Integer call() {
        throw new CommandFailure("The demo is being written.", "");
    }
}
