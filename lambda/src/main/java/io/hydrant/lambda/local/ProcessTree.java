package io.hydrant.lambda.local;

import java.util.List;

/// A process and those that it began, and they. Who left its session is in it still, as long as
/// whoever began it is alive.
record ProcessTree(List<ProcessHandle> all) {
    ProcessTree {
        all = List.copyOf(all);
    }

    static ProcessTree of(Process process) {
        return new ProcessTree(process.descendants().toList());
    }

    /// Ends those that have not ended. One whose number belongs to another process by now is not
    /// touched: a handle knows when its process began.
    void end() {
        all.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
    }
}
