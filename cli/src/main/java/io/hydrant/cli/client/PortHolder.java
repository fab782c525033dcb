package io.hydrant.cli.client;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who listens at a port of this machine, as far as that can be found out.
///
/// @param isHydrant whether it answers as a Hydrant does
/// @param process the one that listens; empty where it belongs to another user, and where the
///   system is not Linux
public record PortHolder(boolean isHydrant, OptionalLong process) {
    private static final System.Logger LOG = System.getLogger(PortHolder.class.getName());
    private static final Path PROCESSES = Path.of("/proc");
    private static final List<Path> SOCKETS =
            List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    /// How the kernel writes that a socket listens.
    private static final String LISTENS = "0A";

    private static final int LOCAL_ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    /// @param address that was to be listened at
    public static PortHolder of(InetAddress address, int port) {
        return new PortHolder(isHydrant(address, port), process(address, port));
    }

    public boolean isKnown() {
        return isHydrant || process.isPresent();
    }

    /// `a Hydrant, process 1234`, `process 1234 (nginx)`, `another program`
    public String text() {
        String number = process.isPresent() ? "process " + process.getAsLong() : "";
        if (isHydrant) {
            return number.isEmpty() ? "a Hydrant" : "a Hydrant, " + number;
        }
        return number.isEmpty()
                ? "another program"
                : number + command().map(name -> " (" + name + ")").orElse("");
    }

    private Optional<String> command() {
        return process.isEmpty()
                ? Optional.empty()
                : ProcessHandle.of(process.getAsLong())
                        .flatMap(handle -> handle.info().command())
                        .map(path -> String.valueOf(Path.of(path).getFileName()));
    }

    private static boolean isHydrant(InetAddress address, int port) {
        InetAddress asked =
                address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        String host = asked.getHostAddress().replaceFirst("%.*", "");
        URI endpoint =
                URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        return ServerHealth.of(endpoint, List.of()).isPresent();
    }

    private static OptionalLong process(InetAddress address, int port) {
        try {
            Set<String> sockets = sockets(address, port);
            if (sockets.isEmpty()) {
                return OptionalLong.empty();
            }
            try (Stream<Path> all = Files.list(PROCESSES)) {
                return all.map(process -> process.getFileName().toString())
                        .filter(name -> name.matches("\\d+"))
                        .filter(name -> holds(name, sockets))
                        .mapToLong(Long::parseLong)
                        .findFirst();
            }
        } catch (IOException | RuntimeException elsewhere) {
            LOG.log(Level.DEBUG, "Who listens there cannot be found out", elsewhere);
            return OptionalLong.empty();
        }
    }

    /// The sockets that listen there, as a process's open files name them.
    private static Set<String> sockets(InetAddress address, int port) throws IOException {
        String ofPort = ":%04X".formatted(port);
        return Stream.concat(lines(SOCKETS.get(0)), lines(SOCKETS.get(1)))
                .map(line -> line.strip().split("\\s+", -1))
                .filter(fields -> fields.length > INODE && fields[STATE].equals(LISTENS))
                .filter(fields -> fields[LOCAL_ADDRESS].endsWith(ofPort))
                .filter(fields -> isInTheWay(address, fields[LOCAL_ADDRESS]))
                .map(fields -> "socket:[" + fields[INODE] + "]")
                .collect(Collectors.toSet());
    }

    private static Stream<String> lines(Path table) throws IOException {
        return Files.exists(table) ? Files.readAllLines(table).stream() : Stream.empty();
    }

    private static boolean isInTheWay(InetAddress wanted, String local) {
        InetAddress held = address(local.substring(0, local.indexOf(':')));
        return wanted.isAnyLocalAddress() || held.isAnyLocalAddress() || held.equals(wanted);
    }

    /// From words of four bytes, in the order of the machine: little-endian.
    private static InetAddress address(String words) {
        byte[] bytes = HexFormat.of().parseHex(words);
        byte[] ordered = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ordered[i] = bytes[i / 4 * 4 + 3 - i % 4];
        }
        try {
            return InetAddress.getByAddress(ordered);
        } catch (IOException neverOfThatLength) {
            throw new IllegalArgumentException(words, neverOfThatLength);
        }
    }

    private static boolean holds(String process, Set<String> sockets) {
        try (Stream<Path> files = Files.list(PROCESSES.resolve(process).resolve("fd"))) {
            return files.anyMatch(file -> sockets.contains(linkOf(file)));
        } catch (IOException othersOrGone) {
            LOG.log(Level.TRACE, "Process {0} is not ours, or gone", process);
            return false;
        }
    }

    private static String linkOf(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException closed) {
            LOG.log(Level.TRACE, "{0} is closed", file);
            return "";
        }
    }
}
