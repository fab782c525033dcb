package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Durations;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.JsonLines;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.terminal.Console;
import io.hydrant.cli.terminal.ShellWord;
import io.hydrant.core.delivery.DeliverySettings;
import io.hydrant.core.iam.Secret;
import io.hydrant.core.stream.DeliveryStreams;
import io.hydrant.core.stream.StreamSettings;
import io.hydrant.server.DatabaseSettings;
import io.hydrant.server.Hydrant;
import io.hydrant.server.RootCredentials;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// `hydrant serve`: starts a server and waits until it is stopped.
@Command(
        name = "serve",
        header = "Start the server.",
        sortOptions = false,
        description = {
            "Starts the server: Firehose, CloudFormation, S3, IAM and STS on one port. Prints one"
                    + " line, `ready on URL`, when it answers. What it acknowledges is on disk. Ctrl-C"
                    + " or SIGTERM stops it: requests in flight finish, buffers stay in the log and are"
                    + " delivered after the next start."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant serve                                 # on 127.0.0.1:4566, state in"
                    + " ~/.hydrant",
            "  hydrant serve --listen 0.0.0.0:4566 --tls self-signed --data /var/lib/hydrant",
            "  hydrant serve --lambda films=./transform.py:handler",
            "  eval \"$(hydrant env)\"; aws firehose list-delivery-streams"
        })
final class ServeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:4566",
            description = "Where to answer; port 0 takes any free one. Default: ${DEFAULT-VALUE}.")
    private String listen = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the server keeps all its state. Default: ~/.hydrant.")
    private @Nullable Path data;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = ServerSettings.REGION,
            description = "The region that ARNs name. Default: ${DEFAULT-VALUE}.")
    private String region = "";

    @Option(
            names = "--account",
            paramLabel = "ID",
            defaultValue = ServerSettings.ACCOUNT,
            description = "The account, 12 digits. Default: ${DEFAULT-VALUE}.")
    private String account = "";

    @Option(
            names = "--auth",
            paramLabel = "iam|none",
            defaultValue = "iam",
            description =
                    "iam: signatures are verified and policies decide. none: every program on this"
                            + " machine is root, and web pages are refused; only on a loopback address."
                            + " Default: ${DEFAULT-VALUE}.")
    private ServerSettings.Auth auth = ServerSettings.Auth.IAM;

    @Mixin private TlsOptions tls = new TlsOptions();

    @Option(
            names = "--flush-on-delete",
            description =
                    "Deliver a stream's buffer before the stream is deleted. AWS, and Hydrant"
                            + " without this option, discards it.")
    private boolean flushOnDelete;

    @Option(
            names = "--max-streams",
            paramLabel = "N",
            defaultValue = "" + DeliveryStreams.STREAMS_MAX,
            description =
                    "How many delivery streams there may be; more are refused. Default:"
                            + " ${DEFAULT-VALUE}, as in AWS.")
    private int streamsMax;

    @Option(
            names = "--quotas",
            paramLabel = "none|aws",
            defaultValue = "none",
            description =
                    "aws: impose AWS's quotas, to try what a client does then. Of a stream, by"
                            + " region, 5 or 1 MiB, 2,000 or 1,000 requests and 500,000 or 100,000"
                            + " records a second (a throughput hint raises them): beyond it requests,"
                            + " or some records of a PutRecordBatch, are refused with \"Slow down.\";"
                            + " and 5 calls a second of each other operation. Default:"
                            + " ${DEFAULT-VALUE}.")
    private StreamSettings.Quotas quotas = StreamSettings.Quotas.NONE;

    @Option(
            names = "--transitions",
            paramLabel = "TIME",
            defaultValue = "0",
            converter = Durations.class,
            description =
                    "Show a stream as CREATING for so long after CreateDeliveryStream, and as"
                            + " DELETING after DeleteDeliveryStream, to try what a program does"
                            + " meanwhile, for example 20s. Default: a stream is ACTIVE, and gone, at"
                            + " once.")
    private Duration transitions = Duration.ZERO;

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            description =
                    "Give up records that are older than this while their destination fails, for"
                            + " example 24h, which is AWS's limit; at least 1m. Each time is told in"
                            + " the log, in `hydrant status` and by `hydrant verify`. Default: they are"
                            + " kept until they are delivered.")
    private @Nullable String retention;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            defaultValue = "0",
            converter = Durations.class,
            description =
                    "When told to stop, answer 503 at /_hydrant/ready and go on serving for so"
                            + " long, for example 10s: load balancers look away before the server is"
                            + " gone. At most 5m. Default: it stops at once.")
    private Duration drain = Duration.ZERO;

    @Mixin private FunctionOptions functions = new FunctionOptions();

    @Mixin private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--accept-older-database",
            description =
                    "With --database: start although the database is older than this server has"
                            + " seen it, since it was put back from a backup. What was changed since"
                            + " then is gone.")
    private boolean acceptsOlder;

    @Mixin private ServerS3Options s3 = new ServerS3Options();

    @Mixin private KafkaOptions kafka = new KafkaOptions();

    @Mixin private MasterKeyOptions masterKey = new MasterKeyOptions();

    @Mixin private MetricOptions metrics = new MetricOptions();

    @Option(
            names = "--log",
            paramLabel = "text|json",
            defaultValue = "text",
            description =
                    "How the log on standard error looks: a line of text, or a JSON object per line"
                            + " with time, level, logger, thread, message, and of errors the stack."
                            + " Default: ${DEFAULT-VALUE}.")
    private LogForm log = LogForm.TEXT;

    private static final Duration DRAIN_MAX = Duration.ofMinutes(5);

    private enum LogForm {
        TEXT,
        JSON
    }

    ServeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (log == LogForm.TEXT) {
            return serve();
        }
        JsonLines.begin();
        try {
            return serve();
        } catch (CommandFailure told) {
            logger().log(Level.ERROR, told.getMessage() + " " + told.nextStep());
            return told.exitStatus();
        } catch (IOException | RuntimeException failure) {
            logger().log(
                            Level.ERROR,
                            "The server could not be started: " + failure.getMessage(),
                            failure);
            return ExitStatus.FAILED;
        }
    }

    /// Of three things that make a node, two are there.
    private static void tellAlone(ServerSettings settings, Console console) {
        if (settings.kafka().isPresent()
                && settings.database().isPresent()
                && settings.remoteS3().isEmpty()) {
            console.aside(
                    "Records are in Kafka, the catalog is in the database, and objects are in this server's own store. So no other server can share its streams: with --s3-endpoint as well it would be a node of a cluster.");
        }
    }

    private static System.Logger logger() {
        return System.getLogger(ServeCommand.class.getName());
    }

    private int serve() throws IOException, InterruptedException {
        ServerSettings settings = settings();
        Hydrant server = start(settings);
        Console console = surroundings.console();
        Optional<Systemd> systemd = Systemd.of(surroundings);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    systemd.ifPresent(Systemd::stopping);
                                    drain(server);
                                    server.close();
                                    tellStopped(settings);
                                    stopped.countDown();
                                },
                                "stop"));
        console.line("ready on " + server.endpoint());
        systemd.ifPresent(service -> {
            service.onReload(server::reload);
            service.ready("answers on " + server.endpoint());
        });
        if (log == LogForm.JSON) {
            logger().log(
                            Level.INFO,
                            "Ready on {0}; state is in {1}",
                            server.endpoint(),
                            settings.data());
        } else {
            console.aside("State is in " + settings.data() + ".");
            tellAlone(settings, console);
        }
        if (console.interactive() && log == LogForm.TEXT) {
            console.aside(
                    console.program()
                            .in(
                                    "In another terminal:  eval \"$(hydrant env"
                                            + envOptions(server.endpoint())
                                            + ")\""));
            console.aside("Ctrl-C stops it.");
        }
        stopped.await();
        return ExitStatus.DONE;
    }

    private void tellStopped(ServerSettings settings) {
        if (log == LogForm.JSON) {
            logger().log(Level.INFO, "Stopped; state is in {0}", settings.data());
        } else {
            surroundings
                    .console()
                    .aside("Stopped. What was acknowledged is in " + settings.data() + ".");
        }
    }

    /// Still serves, so that whoever looks away loses no request.
    private void drain(Hydrant server) {
        try {
            server.leave(drain);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Hydrant start(ServerSettings settings) throws IOException {
        try {
            return Hydrant.start(settings);
        } catch (IOException e) {
            UnusablePort port = new UnusablePort(settings.address(), settings.port());
            Optional<CommandFailure> unusable = port.failure(e, "--listen HOST:PORT");
            if (unusable.isPresent()) {
                throw unusable.get();
            }
            throw e;
        }
    }

    /// What `hydrant env` must be told to find this server.
    private String envOptions(URI endpoint) {
        String options = data == null ? "" : " --data " + ShellWord.of(data);
        return endpoint.equals(TargetOptions.DEFAULT_ENDPOINT)
                ? options
                : options + " --endpoint-url " + ShellWord.of(endpoint);
    }

    private ServerSettings settings() throws IOException {
        if (!account.matches("\\d{12}")) {
            throw CommandFailure.wrongUsage(
                    "\"" + account + "\" is not an account id.", "It has 12 digits.");
        }
        if (streamsMax < 1) {
            throw CommandFailure.wrongUsage(
                    "--max-streams must be at least 1 but is " + streamsMax + ".",
                    "Leave it out for " + DeliveryStreams.STREAMS_MAX + ".");
        }
        if (drain.isNegative() || drain.compareTo(DRAIN_MAX) > 0) {
            throw CommandFailure.wrongUsage(
                    "--drain must be from 0 to 5m.",
                    "A load balancer needs a little more than the time between its checks, for"
                            + " example 10s.");
        }
        ListenAddress address = ListenAddress.of(listen);
        if (auth == ServerSettings.Auth.NONE && !address.host().isLoopbackAddress()) {
            throw CommandFailure.wrongUsage(
                    "--auth none lets every caller do everything, so it is refused on "
                            + listen
                            + ".",
                    "Listen on 127.0.0.1, or leave --auth at iam.");
        }
        NamedFolder.check(data);
        Path directory = data == null ? surroundings.defaultDataDirectory() : data;
        return new ServerSettings(
                address.host(),
                address.port(),
                directory.toAbsolutePath().normalize(),
                region,
                account,
                auth,
                tls.settings(),
                rootCredentials(),
                delivery(),
                new StreamSettings(streamsMax, quotas, transitions),
                tls.names(address),
                functions.settings(surroundings),
                metrics.settings(),
                s3.settings(surroundings, address.port()),
                kafka.settings(),
                catalog(),
                masterKey.source(surroundings));
    }

    private Optional<DatabaseSettings> catalog() throws IOException {
        Optional<DatabaseSettings> settings = database.settings(surroundings);
        if (acceptsOlder && settings.isEmpty()) {
            throw CommandFailure.wrongUsage(
                    "--accept-older-database says something of a database that is not named.",
                    "Name it with --database, or leave both out.");
        }
        return acceptsOlder ? settings.map(DatabaseSettings::acceptingOlder) : settings;
    }

    private DeliverySettings delivery() {
        DeliverySettings settings = DeliverySettings.DEFAULT.withFlushOnDelete(flushOnDelete);
        return retention == null ? settings : settings.withRetention(age(retention));
    }

    private static Duration age(String text) {
        Duration age;
        try {
            age = new Durations().convert(text);
        } catch (TypeConversionException e) {
            throw CommandFailure.wrongUsage(
                    "--retention: \"" + text + "\" is not a time.",
                    "Give a number and a unit, for example 24h, 90m or 3600s; without --retention"
                            + " records are kept until they are delivered.");
        }
        if (age.compareTo(DeliverySettings.RETENTION_MIN) < 0) {
            throw CommandFailure.wrongUsage(
                    "--retention "
                            + text
                            + " is too short: it would drop records during a hiccup of the"
                            + " destination.",
                    "It is at least 1m; AWS's is 24h. Without --retention records are kept until"
                            + " they are delivered.");
        }
        return age;
    }

    /// From the environment, so that the key stands on no command line.
    private Optional<RootCredentials> rootCredentials() {
        Optional<String> id = surroundings.variable("HYDRANT_ROOT_ACCESS_KEY_ID");
        Optional<String> secret = surroundings.variable("HYDRANT_ROOT_SECRET_ACCESS_KEY");
        if (id.isPresent() != secret.isPresent()) {
            throw CommandFailure.wrongUsage(
                    "HYDRANT_ROOT_ACCESS_KEY_ID and HYDRANT_ROOT_SECRET_ACCESS_KEY belong together;"
                            + " only one of them is set.",
                    "Set both, or neither to have a key generated.");
        }
        return id.map(value -> new RootCredentials(value, new Secret(secret.orElseThrow())));
    }
}
