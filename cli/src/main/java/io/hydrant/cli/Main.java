package io.hydrant.cli;

import io.hydrant.cli.terminal.Console;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;

/// Where the process begins.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException {
        configureLogging();
        nameTheHttpClient();
        forgetRunAtTheEnd();
        System.exit(HydrantProgram.run(Console.ofProcess(), arguments));
    }

    /// Of clients that the SDK makes by itself, as for a profile that assumes a role: it finds two.
    private static void nameTheHttpClient() {
        String setting = "software.amazon.awssdk.http.service.impl";
        if (System.getProperty(setting) == null) {
            System.setProperty(
                    setting,
                    "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService");
        }
    }

    /// The launcher keeps what a process runs from, and knows its processes by their files.
    private static void forgetRunAtTheEnd() {
        String file = System.getProperty("hydrant.running", "");
        if (!file.isEmpty()) {
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> new File(file).delete(), "forget"));
        }
    }

    /// Warnings and worse, unless the user has a configuration of their own.
    private static void configureLogging() throws IOException {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try (InputStream settings = Main.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        }
    }
}
