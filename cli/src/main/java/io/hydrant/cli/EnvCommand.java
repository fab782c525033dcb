package io.hydrant.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

@Command(
        name = "env",
        header = "Print export lines for your shell.",
        sortOptions = false,
        description =
                "%nPrints export lines that point a shell's AWS programs at Hydrant: the aws CLI, boto3, every AWS SDK. The"
                        + " key is that of the data directory when one is named, else the one that the shell has.",
        footer = {
            "",
            "Examples:",
            "  eval \"$(hydrant env)\"             from now on `aws s3 ls` asks Hydrant",
            "  eval \"$(hydrant env --unset)\"     and from now on no longer; keys that were set before do not come back"
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

    private static final String CERTIFICATES = "AWS_CA_BUNDLE";

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
        if (unset) {
            surroundings
                    .console()
                    .line(
                            "unset "
                                    + String.join(" ", VARIABLES)
                                    + (isOurs() ? " " + CERTIFICATES : ""));
            return ExitStatus.DONE;
        }
        Map<String, String> values = values();
        values.forEach((name, value) ->
                surroundings.console().line("export " + name + "=" + quoted(value)));
        if (surroundings.variable(TOKEN).isPresent() && !values.containsKey(TOKEN)) {
            surroundings.console().line("unset " + TOKEN);
        }
        return ExitStatus.DONE;
    }

    /// Whether the certificates that are set are those that an earlier run of this command named.
    private boolean isOurs() {
        return "https".equals(target.endpoint().getScheme())
                && target.selfSignedCertificate()
                        .map(file -> file.toAbsolutePath().toString())
                        .equals(surroundings.variable(CERTIFICATES));
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
        if ("https".equals(target.endpoint().getScheme())) {
            target.selfSignedCertificate()
                    .ifPresent(file -> values.put(CERTIFICATES, file.toAbsolutePath().toString()));
        }
        return values;
    }

    /// Safe for every POSIX shell, whatever is in it.
    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
