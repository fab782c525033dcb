package io.hydrant.cli;

import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.core.crypto.MasterKeySource;
import io.hydrant.core.iam.Secret;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The key under which other keys are kept, when it is not a file of the data directory.
final class MasterKeyOptions {
    private static final String FILE = "HYDRANT_MASTER_KEY_FILE";
    private static final String PHRASE = "HYDRANT_MASTER_PASSPHRASE";

    @Option(
            names = "--master-key-file",
            paramLabel = "FILE",
            description =
                    "What is encrypted is so under keys that this one wraps: 32 bytes, as `openssl"
                        + " rand -base64 32` makes them. Also HYDRANT_MASTER_KEY_FILE; or a"
                        + " passphrase in HYDRANT_MASTER_PASSPHRASE. Keep it safe: without it"
                        + " nothing that is encrypted can be read. Default: a key that is made in"
                        + " DIR/keys when something is first encrypted, and is in backups; with"
                        + " --database there is none.")
    private @Nullable Path file;

    Optional<MasterKeySource> source(Surroundings surroundings) {
        Optional<Path> named =
                Optional.ofNullable(file)
                        .or(() ->
                                surroundings
                                        .variable(FILE)
                                        .filter(text -> !text.isEmpty())
                                        .map(Path::of));
        Optional<Secret> phrase =
                surroundings.variable(PHRASE).filter(text -> !text.isEmpty()).map(Secret::new);
        if (named.isPresent() && phrase.isPresent()) {
            throw CommandFailure.wrongUsage(
                    "There is one master key: a file (--master-key-file, "
                            + FILE
                            + ") and a passphrase ("
                            + PHRASE
                            + ") are two.",
                    "Give one of them.");
        }
        return named.<MasterKeySource>map(MasterKeySource.GivenFile::new)
                .or(() -> phrase.map(MasterKeySource.Passphrase::new));
    }
}
