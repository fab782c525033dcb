package io.hydrant.lambda.local;

import java.nio.file.Path;

/// The program of a test: a function's server, which says when the function has run and then waits
/// to be killed.
final class ServerThatIsKilled {
    private ServerThatIsKilled() {}

    /// @param arguments the function's folder and its option
    public static void main(String[] arguments) throws Exception {
        FunctionsHere here = new FunctionsHere(Path.of(arguments[0])).with(arguments[1]);
        System.out.println(here.invoke("films", "0"));
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        here.invoke("films", "1");
                    } catch (Exception e) {
                        System.err.println(e);
                    }
                });
        Thread.sleep(Long.MAX_VALUE);
    }
}
