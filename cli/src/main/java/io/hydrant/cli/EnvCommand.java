package io.hydrant.cli;

import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.ShellWord;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// `hydrant env`: prints export lines that point a shell's AWS programs at Hydrant.
@Command(
        name = "env",
        header = "Print export lines for your shell.",
        sortOptions = false,
        description =
                "%nPrints export lines that point a shell's AWS programs at Hydrant: the aws CLI, boto3, every AWS SDK. The"
                        + " key is that of the data directory when one is named by --data, else the one that the shell has, which is"
                        + " told, else that of ~/.hydrant.",
        footer = {
            "",
            "Examples:",
            "  eval \"$(hydrant env)\"             # from now on `aws s3 ls` asks Hydrant",
            "  eval \"$(hydrant env --unset)\"     # and from now on no longer; keys from before do not come back"
        })
final class EnvCommand implements Callable<Integer> {
    private static final String TOKEN = "AWS_SESSION_TOKEN";
    private static final String[] VARIABLES = {
        "AWS_ENDPOINT_URL",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        TOKEN,
        "AWS_REGION",
        "AWS_DEFAULT_REGION"
    };

    private final Surroundings surroundings;

    @Mixin private final TargetOptions target;

    @Option(names = "--unset", description = "Print lines that take the variables away again.")
    private boolean unset;

    EnvCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.target = new TargetOptions(surroundings);
    }

    @Override
    public Integer call() {
        CertificatesOfShell certificates = new CertificatesOfShell(surroundings);
        if (unset) {
            surroundings.console().line("unset " + String.join(" ", VARIABLES));
            certificates.takeBack();
            return ExitStatus.DONE;
        }
        Map<String, String> values = values();
        values.forEach((name, value) ->
                surroundings.console().line("export " + name + "=" + ShellWord.quoted(value)));
        if (surroundings.variable(TOKEN).isPresent() && !values.containsKey(TOKEN)) {
            surroundings.console().line("unset " + TOKEN);
        }
        Optional<Path> own =
                "https".equals(target.endpoint().getScheme())
                        ? target.selfSignedCertificate()
                        : Optional.empty();
        own.ifPresentOrElse(certificates::set, certificates::takeBack);
        target.keptKey().ifPresent(this::tellKept);
        return ExitStatus.DONE;
    }

    /// The key of another service is refused by the server, and nothing would say why.
    private void tellKept(String id) {
        Console console = surroundings.console();
        console.aside(
                "Kept the key that this shell has: AWS_ACCESS_KEY_ID %s%s."
                        .formatted(
                                id,
                                surroundings.variable(TOKEN).isPresent()
                                        ? ", with its " + TOKEN
                                        : ""));
        console.aside(
                console.program()
                        .in(
                                "  The key of the server's data directory instead: eval \"$(hydrant env %s)\""
                                        .formatted(target.optionsForOwnKey())));
    }

    private Map<String, String> values() {
        AwsCredentials credentials = target.credentialsForShell();
        Map<String, String> values = new LinkedHashMap<>();
        values.put("AWS_ENDPOINT_URL", target.endpoint().toString());
        values.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
        values.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        if (credentials instanceof AwsSessionCredentials session) {
            values.put(TOKEN, session.sessionToken());
        }
        values.put("AWS_REGION", target.localRegion());
        values.put("AWS_DEFAULT_REGION", target.localRegion());
        return values;
    }
}
