package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.aws.json.JsonRequest;
import io.hydrant.core.meter.RequestMeter.Operation;
import io.hydrant.server.http.body.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// AWS JSON 1.1. The order of checks is the one recorded of Kinesis, which shares its framework
/// with Firehose: method, content type, body, target, signature; the operation does the rest. A
/// body of a caller whose key is unknown is judged only when it is small.
final class JsonConversation extends NamedConversation {
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);
    private static final int LOOKED_AT = 1024;
    private static final Pattern STREAM_NAME =
            Pattern.compile("\"DeliveryStreamName\"\\s*:\\s*\"([a-zA-Z0-9_.-]{1,64})\"");

    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";

    /// Two errors of the framework spell their text's name with a capital.
    private static final Set<String> CAPITAL_MESSAGE =
            Set.of("AccessDeniedException", "SerializationException");

    private static final String VALIDATION = "ValidationException";

    private final Exchange exchange;
    private final Optional<JsonService> service;
    private final Optional<JsonOperation> operation;
    private final WholeBody whole;
    private final Operation name;
    private byte[] body = new byte[0];
    private boolean isDone;

    JsonConversation(
            Exchange exchange,
            Optional<JsonService> service,
            Authenticator authenticator,
            Callers callers) {
        super(RequestIds.uuid());
        this.exchange = exchange;
        this.service = service;
        this.operation = service.flatMap(known -> operation(known, exchange.head()));
        this.name =
                new Operation(
                        service.map(JsonService::signingName).orElse(UNKNOWN),
                        operation.map(JsonOperation::name).orElse(UNKNOWN));
        this.whole =
                new WholeBody(
                        exchange, authenticator, callers, PlainRefusals.JSON, CLOCK_TOLERANCE);
    }

    @Override
    public Operation operation() {
        return name;
    }

    /// Looked for at both ends of the body, for a line in the log.
    @Override
    public Optional<String> resource() {
        int end = Math.min(body.length, LOOKED_AT);
        int tail = Math.max(end, body.length - LOOKED_AT);
        String ends =
                new String(body, 0, end, StandardCharsets.ISO_8859_1)
                        + new String(body, tail, body.length - tail, StandardCharsets.ISO_8859_1);
        Matcher found = STREAM_NAME.matcher(ends);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static Optional<JsonOperation> operation(JsonService service, RequestHead head) {
        return head.headers()
                .get("X-Amz-Target")
                .filter(target -> target.startsWith(service.targetPrefix() + "."))
                .map(target -> target.substring(service.targetPrefix().length() + 1))
                .flatMap(service::operation);
    }

    @Override
    public void answer() throws IOException {
        if (CrossOrigin.isPreflight(exchange.head())) {
            send(200, "text/plain", CrossOrigin.preflightHeaders(exchange.head()), new byte[0]);
            return;
        }
        if (!exchange.head().method().equals("POST") || !isJson() && operation.isEmpty()) {
            countRefusal("AccessDeniedException");
            sendXml(
                    403,
                    "<AccessDeniedException>\n"
                            + "  <Message>Unable to determine service/operation name to be"
                            + " authorized</Message>\n</AccessDeniedException>\n");
            return;
        }
        if (!isJson()) {
            countRefusal("UnknownOperationException");
            sendXml(404, "<UnknownOperationException/>\n");
            return;
        }
        body =
                whole.read(
                        operation.map(JsonOperation::bodyBytesMax).orElse(JsonOperation.BODY_BYTES),
                        serviceName(),
                        this::unavailable);
        if (operation.isEmpty()) {
            throw unknownOperation(body);
        }
        if (!beginsWithBrace(body)) {
            throw new ServiceException(400, "SerializationException", "");
        }
        Caller known = asks(authenticate(body));
        JsonOperation asked = operation.get();
        if (asked instanceof RepeatableOperation repeatable) {
            byte[] answer = repeatable.answer(body, known, exchange.head().headers());
            isDone = true;
            send(200, CONTENT_TYPE, echo(), answer);
            asked.sent(answer);
            return;
        }
        byte[] answer = asked.answer(body, known);
        isDone = true;
        send(200, CONTENT_TYPE, Map.of(), answer);
        asked.sent(answer);
    }

    /// Tells a client that its token was understood.
    private Map<String, String> echo() {
        return exchange.head()
                .headers()
                .get(RepeatableOperation.TOKEN_HEADER)
                .map(token -> Map.of(RepeatableOperation.TOKEN_HEADER, token))
                .orElse(Map.of());
    }

    private ServiceException unknownOperation(byte[] body) {
        if (body.length > 0) {
            JsonRequest.requireObject(body);
        }
        String target = exchange.head().headers().get("X-Amz-Target").orElse("");
        String text =
                service.map(known -> known.refusal(target))
                        .orElseGet(() -> UnservedService.ofTarget(exchange.head()).refusal());
        return new ServiceException(400, "UnknownOperationException", text);
    }

    /// What is wrong with the body goes before what is wrong with its signature.
    private Caller authenticate(byte[] body) {
        try {
            return whole.caller(serviceName(), body, requestId);
        } catch (ServiceException refusal) {
            JsonRequest.requireObject(body);
            throw refusal;
        }
    }

    private String serviceName() {
        return service.map(JsonService::signingName).orElse("");
    }

    private boolean isJson() {
        String type = exchange.head().headers().get("Content-Type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon))
                .strip()
                .equalsIgnoreCase(CONTENT_TYPE);
    }

    private static boolean beginsWithBrace(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return b == '{';
            }
        }
        return false;
    }

    @Override
    public void refuse(ServiceException refusal) throws IOException {
        countRefusal(refusal.code());
        Map<String, String> members = new LinkedHashMap<>();
        members.put("__type", refusal.code());
        if (!refusal.text().isEmpty()) {
            members.put(isCapital(refusal.code()) ? "Message" : "message", refusal.text());
        }
        members.putAll(refusal.details());
        Map<String, String> headers = new LinkedHashMap<>(refusal.headers());
        headers.put("x-amzn-ErrorType", refusal.code());
        byte[] body = JsonText.object(members).getBytes(StandardCharsets.UTF_8);
        send(refusal.status(), CONTENT_TYPE, headers, body);
    }

    private boolean isCapital(String code) {
        return CAPITAL_MESSAGE.contains(code)
                || service.filter(JsonService::isPart).isPresent() && !code.equals(VALIDATION);
    }

    /// Without a body, as Kinesis answers.
    @Override
    public void refuseTooLarge() throws IOException {
        countRefusal("RequestEntityTooLarge");
        send(413, "text/plain", Map.of(), new byte[0]);
    }

    /// A stranger's word for a stream is not taken. What is done may still fail to be told.
    private void countRefusal(String code) {
        if (operation.isPresent() && !isDone) {
            operation.get().refused(caller().flatMap(_ -> resource()), code);
        }
    }

    @Override
    public ServiceException unavailable() {
        return new ServiceException(503, "ServiceUnavailableException", "Slow down.");
    }

    private void sendXml(int status, String xml) throws IOException {
        send(status, "text/xml", Map.of(), xml.getBytes(StandardCharsets.UTF_8));
    }

    private void send(int status, String contentType, Map<String, String> more, byte[] body)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amzn-RequestId", requestId);
        headers.put("x-amz-id-2", RequestIds.extended(72));
        headers.put("Content-Type", contentType);
        headers.putAll(CrossOrigin.headers(exchange.head()));
        headers.putAll(more);
        exchange.send(status, headers, body);
    }
}
