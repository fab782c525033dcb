package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.aws.cbor.CborReader;
import io.hydrant.aws.cbor.CborWriter;
import io.hydrant.aws.cbor.MalformedCborException;
import io.hydrant.aws.json.JsonAnswer;
import io.hydrant.core.meter.RequestMeter.Operation;
import io.hydrant.server.http.body.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/// A service with several protocols, asked in AWS JSON 1.0 or in Smithy's RPC v2 with CBOR: the
/// same members, written otherwise. Errors have their names of AWS Query in a header of their own,
/// as AWS gives them to clients that knew them so.
final class PolyglotConversation extends NamedConversation {
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(15);
    private static final String RPC = "rpc-v2-cbor";
    private static final String RPC_HEADER = "smithy-protocol";
    private static final double MILLIS = 1000.0;

    private final Exchange exchange;
    private final PolyglotService service;
    private final String operation;
    private final boolean isCbor;
    private final WholeBody whole;

    private PolyglotConversation(
            Exchange exchange,
            PolyglotService service,
            String operation,
            boolean isCbor,
            Authenticator authenticator,
            Callers callers) {
        super(RequestIds.uuid());
        this.exchange = exchange;
        this.service = service;
        this.operation = operation;
        this.isCbor = isCbor;
        this.whole =
                new WholeBody(
                        exchange, authenticator, callers, PlainRefusals.QUERY, CLOCK_TOLERANCE);
    }

    /// Empty when the head does not ask this service so.
    static Optional<Conversation> of(
            Exchange exchange,
            PolyglotService service,
            Authenticator authenticator,
            Callers callers) {
        RequestHead head = exchange.head();
        String path = "/service/" + service.name() + "/operation/";
        boolean isRpc = head.headers().get(RPC_HEADER).filter(RPC::equals).isPresent();
        Optional<String> asked =
                isRpc && head.rawPath().startsWith(path)
                        ? Optional.of(head.rawPath().substring(path.length()))
                        : head.headers()
                                .get("X-Amz-Target")
                                .filter(target -> target.startsWith(service.name() + "."))
                                .map(target -> target.substring(service.name().length() + 1));
        return asked.map(name ->
                new PolyglotConversation(exchange, service, name, isRpc, authenticator, callers));
    }

    @Override
    public Operation operation() {
        boolean isKnown = service.operations().containsKey(operation);
        return new Operation(service.signingName(), isKnown ? operation : UNKNOWN);
    }

    @Override
    public void answer() throws IOException {
        byte[] body =
                whole.read(JsonOperation.BODY_BYTES, service.signingName(), this::unavailable);
        Caller who = asks(whole.caller(service.signingName(), body, requestId));
        PolyglotOperation known =
                Optional.ofNullable(service.operations().get(operation))
                        .orElseThrow(() ->
                                new ServiceException(
                                        400,
                                        "UnknownOperationException",
                                        "There is no operation " + operation));
        send(200, Map.of(), known.answer(members(body), who));
    }

    private ObjectNode members(byte[] body) {
        if (body.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode read = isCbor ? CborReader.read(body) : JsonMapper.shared().readTree(body);
            if (read instanceof ObjectNode members) {
                return members;
            }
            throw malformed("it is no structure");
        } catch (MalformedCborException | JacksonException e) {
            throw malformed(String.valueOf(e.getMessage()));
        }
    }

    private ServiceException malformed(String why) {
        return new ServiceException(
                400,
                "SerializationException",
                "The body of the request is not %s as it should be: %s"
                        .formatted(isCbor ? "CBOR" : "JSON", why));
    }

    @Override
    public void refuse(ServiceException refusal) throws IOException {
        String code = refusal.code();
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("__type", service.shapes().getOrDefault(code, code));
        error.put("message", refusal.text());
        Map<String, String> headers = new LinkedHashMap<>(refusal.headers());
        headers.put(
                "x-amzn-query-error",
                code + ";" + (refusal.status() < 500 ? "Sender" : "Receiver"));
        send(refusal.status(), headers, error);
    }

    @Override
    public ServiceException unavailable() {
        return new ServiceException(
                503,
                "ServiceUnavailable",
                "The request has failed due to a temporary failure of the server.");
    }

    private void send(int status, Map<String, String> more, ObjectNode members) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amzn-RequestId", requestId);
        headers.put("Content-Type", isCbor ? "application/cbor" : "application/x-amz-json-1.0");
        if (isCbor) {
            headers.put(RPC_HEADER, RPC);
        }
        headers.putAll(CrossOrigin.headers(exchange.head()));
        headers.putAll(more);
        byte[] body = isCbor ? CborWriter.bytes(members) : JsonAnswer.bytes(withNumbers(members));
        exchange.send(status, headers, body);
    }

    /// In JSON a time is the number of its seconds since 1970.
    private static JsonNode withNumbers(JsonNode node) {
        if (node instanceof POJONode pojo && pojo.getPojo() instanceof Instant time) {
            return JsonNodeFactory.instance.numberNode(time.toEpochMilli() / MILLIS);
        }
        if (node instanceof ObjectNode object) {
            ObjectNode changed = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(
                            member -> changed.set(member.getKey(), withNumbers(member.getValue())));
            return changed;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode changed = JsonNodeFactory.instance.arrayNode();
            list.forEach(item -> changed.add(withNumbers(item)));
            return changed;
        }
        return node;
    }
}
