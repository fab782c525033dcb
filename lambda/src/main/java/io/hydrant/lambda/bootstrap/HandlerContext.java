package io.hydrant.lambda.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// What a handler is told of its invocation, and where it logs: AWS's interfaces, which come with
/// the function.
///
/// @param type of what it stands for
record HandlerContext(Class<?> type, String requestId, String functionArn, long deadlineMillis)
        implements InvocationHandler {
    private static final String CONTEXT = "com.amazonaws.services.lambda.runtime.Context";

    static boolean isOne(Class<?> type) {
        return type.getName().equals(CONTEXT);
    }

    static Object of(Class<?> type, String requestId, String functionArn, long deadlineMillis) {
        return new HandlerContext(type, requestId, functionArn, deadlineMillis).proxy();
    }

    private Object proxy() {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this);
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "getAwsRequestId" -> requestId;
            case "getInvokedFunctionArn" -> functionArn;
            case "getFunctionName" -> System.getenv("AWS_LAMBDA_FUNCTION_NAME");
            case "getFunctionVersion" -> System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
            case "getLogGroupName" -> System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
            case "getLogStreamName" -> System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
            case "getMemoryLimitInMB" ->
                    Integer.parseInt(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"));
            case "getRemainingTimeInMillis" ->
                    (int) Math.max(0, deadlineMillis - System.currentTimeMillis());
            case "getLogger" ->
                    new HandlerContext(
                                    method.getReturnType(), requestId, functionArn, deadlineMillis)
                            .proxy();
            case "log" -> {
                log(arguments);
                yield null;
            }
            case "toString" -> "Context[" + requestId + "]";
            case "hashCode" -> hashCode();
            case "equals" ->
                    arguments != null
                            && arguments[0] instanceof Proxy other
                            && equals(Proxy.getInvocationHandler(other));
            default -> null;
        };
    }

    private static void log(Object @Nullable [] arguments) {
        Object message = arguments == null ? "" : arguments[0];
        System.out.println(
                message instanceof byte[] bytes
                        ? new String(bytes, UTF_8)
                        : String.valueOf(message));
    }
}
