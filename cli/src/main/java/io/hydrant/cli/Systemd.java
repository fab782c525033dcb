package io.hydrant.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.hydrant.cli.program.Surroundings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The service manager that started this process and waits to be told how it is (`Type=notify`): it
/// is sent datagrams on the socket that NOTIFY_SOCKET names. Java sends no datagrams to sockets of
/// Unix, so the C library is called.
///
/// A service is also told by SIGHUP to read its files anew. In a terminal that signal says that the
/// terminal is gone, and ends the program as ever.
final class Systemd {
    private static final Logger LOG = System.getLogger(Systemd.class.getName());
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;

    /// `struct sockaddr_un`: the family, then the path.
    private static final int PATH_AT = 2;

    private static final int PATH_MAX = 108;

    private final String socket;

    private Systemd(String socket) {
        this.socket = socket;
    }

    static Optional<Systemd> of(Surroundings surroundings) {
        return surroundings.variable("NOTIFY_SOCKET").map(Systemd::new);
    }

    /// The service answers.
    void ready(String status) {
        send("READY=1\nSTATUS=" + status);
    }

    void stopping() {
        send("STOPPING=1");
    }

    /// What is to be done when the service is told to read its files anew.
    ///
    /// The JDK has no other API for signals than that of its module jdk.unsupported, which is asked
    /// for by name: the compiler would refuse it, and a JDK without it is one without reloading.
    void onReload(Runnable reload) {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Class<?> signal = Class.forName("sun.misc.Signal");
            Object handling =
                    Proxy.newProxyInstance(
                            Systemd.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, method, _) -> {
                                if (method.getName().equals("handle")) {
                                    reload.run();
                                }
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.WARNING, "This Java cannot be told to reload: SIGHUP ends the server", e);
        }
    }

    private void send(String message) {
        try {
            sendTo(address(), message.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "systemd cannot be told " + message.lines().toList(), e);
        }
    }

    /// A name that begins with `@` is in the abstract namespace, where it begins with a zero.
    private byte[] address() throws IOException {
        byte[] path = socket.getBytes(StandardCharsets.UTF_8);
        if (path.length >= PATH_MAX || path[0] != '/' && path[0] != '@') {
            throw new IOException("NOTIFY_SOCKET is no socket of Unix: " + socket);
        }
        if (path[0] == '@') {
            path[0] = 0;
        }
        return path;
    }

    private static void sendTo(byte[] path, byte[] message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MethodHandle open = function("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
            MethodHandle send =
                    function(
                            "sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS,
                            JAVA_INT);
            MethodHandle close = function("close", JAVA_INT, JAVA_INT);
            MemorySegment address = arena.allocate(PATH_AT + PATH_MAX, Short.BYTES);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(path, 0, address, JAVA_BYTE, PATH_AT, path.length);
            MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, message);
            int file = (int) open.invokeExact(AF_UNIX, SOCK_DGRAM, 0);
            long sent =
                    (long)
                            send.invokeExact(
                                    file,
                                    bytes,
                                    (long) message.length,
                                    0,
                                    address,
                                    PATH_AT + path.length);
            if (file >= 0) {
                int _ = (int) close.invokeExact(file);
            }
            if (sent != message.length) {
                throw new IOException("nobody takes datagrams at NOTIFY_SOCKET");
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("The C library cannot be called", e);
        }
    }

    @SuppressWarnings("restricted") // the launcher enables native access
    private static MethodHandle function(
            String name, MemoryLayout result, MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, parameters));
    }
}
