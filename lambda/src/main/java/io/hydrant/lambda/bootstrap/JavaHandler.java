package io.hydrant.lambda.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A method that handles events, as AWS takes them: of a `RequestHandler` or a
/// `RequestStreamHandler`, or any other that takes the event, as a stream, a text, a map, a bean,
/// and perhaps a stream for the answer and the context.
final class JavaHandler {
    private final Method method;
    private final @Nullable Object instance;

    private JavaHandler(Method method, @Nullable Object instance) {
        this.method = method;
        this.instance = instance;
    }

    static JavaHandler load(String type, String name) throws ReflectiveOperationException {
        Class<?> handler = Class.forName(type);
        Method method = method(handler, name);
        method.setAccessible(true);
        if (Modifier.isStatic(method.getModifiers())) {
            return new JavaHandler(method, null);
        }
        Constructor<?> constructor = handler.getDeclaredConstructor();
        constructor.setAccessible(true);
        return new JavaHandler(method, constructor.newInstance());
    }

    /// Of several methods of this name the one that takes most, and of those one that knows the
    /// event's type.
    private static Method method(Class<?> handler, String name) throws NoSuchMethodException {
        Optional<Method> found = Optional.empty();
        for (Class<?> type = handler;
                type != null && found.isEmpty();
                type = type.getSuperclass()) {
            found =
                    Arrays.stream(type.getDeclaredMethods())
                            .filter(method -> method.getName().equals(name) && !method.isBridge())
                            .filter(method -> method.getParameterCount() <= 3)
                            .max(
                                    Comparator.comparingInt(Method::getParameterCount)
                                            .thenComparing(JavaHandler::knowsItsEvent));
        }
        return found.orElseThrow(() ->
                new NoSuchMethodException(
                        handler.getName()
                                + " has no method "
                                + name
                                + "; it has: "
                                + names(handler)));
    }

    private static boolean knowsItsEvent(Method method) {
        return method.getParameterCount() > 0 && method.getParameterTypes()[0] != Object.class;
    }

    private static List<String> names(Class<?> handler) {
        return Arrays.stream(handler.getDeclaredMethods()).map(Method::getName).distinct().toList();
    }

    /// What was thrown by the handler, and not by calling it.
    static Throwable cause(Throwable thrown) {
        return (thrown instanceof InvocationTargetException
                                || thrown instanceof ExceptionInInitializerError)
                        && thrown.getCause() != null
                ? thrown.getCause()
                : thrown;
    }

    /// @param deadlineMillis when its time is over
    /// @return the answer, in JSON or whatever it wrote
    byte[] handle(byte[] event, String requestId, String functionArn, long deadlineMillis)
            throws ReflectiveOperationException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Class<?>[] types = method.getParameterTypes();
        Type[] generic = method.getGenericParameterTypes();
        Object[] arguments = new Object[types.length];
        boolean writes = false;
        for (int i = 0; i < types.length; i++) {
            if (types[i] == InputStream.class) {
                arguments[i] = new ByteArrayInputStream(event);
            } else if (types[i] == OutputStream.class) {
                arguments[i] = written;
                writes = true;
            } else if (HandlerContext.isOne(types[i])) {
                arguments[i] = HandlerContext.of(types[i], requestId, functionArn, deadlineMillis);
            } else {
                arguments[i] = Beans.make(Json.parse(new String(event, UTF_8)), generic[i]);
            }
        }
        Object returned = method.invoke(instance, arguments);
        return writes ? written.toByteArray() : Json.print(Beans.tree(returned)).getBytes(UTF_8);
    }
}
