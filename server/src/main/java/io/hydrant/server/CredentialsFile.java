package io.hydrant.server;

import io.hydrant.core.iam.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The root access key on disk, in the format that AWS's programs share (`AWS_SHARED_CREDENTIALS_FILE`):
///
///     [default]
///     aws_access_key_id = AKIA…
///     aws_secret_access_key = …
///
/// Written once, at first start, readable by its owner only.
public final class CredentialsFile {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private CredentialsFile() {}

    /// Reads the `[default]` profile.
    ///
    /// @throws IOException when the file is there but has no whole key
    public static Optional<RootCredentials> read(Path file) throws IOException {
        if (Files.notExists(file)) { // and not: it is not for us to know
            return Optional.empty();
        }
        Map<String, String> values = defaultProfile(file);
        String id = values.get("aws_access_key_id");
        String secret = values.get("aws_secret_access_key");
        if (id == null || secret == null) {
            throw new IOException(
                    file
                            + " has no aws_access_key_id and aws_secret_access_key under [default]. Restore"
                            + " them, or delete the file to have a new root key made at the next start.");
        }
        return Optional.of(new RootCredentials(id, new Secret(secret)));
    }

    /// The key in the file; made and written, durably, when there is none.
    public static RootCredentials readOrCreate(Path file, RandomGenerator random)
            throws IOException {
        Optional<RootCredentials> existing = read(file);
        if (existing.isPresent()) {
            return existing.get();
        }
        RootCredentials made =
                new RootCredentials(
                        "AKIA" + pick(random, BASE32, 16),
                        new Secret(pick(random, SECRET_ALPHABET, 40)));
        write(file, made);
        return made;
    }

    private static void write(Path file, RootCredentials credentials) throws IOException {
        String text =
                """
                [default]
                aws_access_key_id = %s
                aws_secret_access_key = %s
                """
                        .formatted(
                                credentials.accessKeyId(), credentials.secretAccessKey().reveal());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        if (fresh.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(fresh);
        }
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Map<String, String> defaultProfile(Path file) throws IOException {
        Map<String, String> values = new HashMap<>();
        boolean inDefault = false;
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (text.startsWith("[")) {
                inDefault = text.equals("[default]");
            } else if (inDefault && text.contains("=")) {
                int equals = text.indexOf('=');
                values.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
            }
        }
        return values;
    }

    private static String pick(RandomGenerator random, String alphabet, int count) {
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
