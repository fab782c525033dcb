package io.hydrant.server.http.protocol;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.query.Form;
import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.sigv4.CredentialScope;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.memory.Workroom;
import io.hydrant.core.meter.RequestMeter.Operation;
import io.hydrant.server.http.body.Exchange;
import io.hydrant.server.http.body.QueryRoom;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// AWS Query: form parameters in, an XML envelope out. The service is the one signed for, or the
/// one whose version is asked for.
final class QueryConversation extends NamedConversation {
    /// A template of 1 MB, each byte percent-encoded, and its parameters.
    private static final int MAX_BODY_BYTES = 4 << 20;

    private static final System.Logger LOG = System.getLogger(QueryConversation.class.getName());

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(15);

    private final Exchange exchange;
    private final List<QueryService> services;
    private final WholeBody whole;
    private final QueryRoom room;
    private Optional<QueryService> service;
    private String named = UNKNOWN;

    QueryConversation(
            Exchange exchange,
            List<QueryService> services,
            Authenticator authenticator,
            Callers callers,
            QueryRoom room) {
        super(RequestIds.uuid());
        this.room = room;
        this.exchange = exchange;
        this.services = services;
        this.whole =
                new WholeBody(
                        exchange, authenticator, callers, PlainRefusals.QUERY, CLOCK_TOLERANCE);
        this.service =
                CredentialScope.of(exchange.head())
                        .flatMap(scope ->
                                find(known -> known.signingName().equals(scope.service())));
    }

    @Override
    public Operation operation() {
        return new Operation(service.map(QueryService::signingName).orElse(UNKNOWN), named);
    }

    @Override
    public void answer() throws IOException {
        byte[] body =
                whole.read(
                        MAX_BODY_BYTES,
                        service.map(QueryService::signingName).orElse(""),
                        this::unavailable);
        String response;
        try (Workroom.Place place = room.enter(body.length)) {
            LOG.log(Level.TRACE, "{0} bytes in {1}", body.length, place);
            response = response(body);
        }
        send(200, Map.of(), response);
    }

    private String response(byte[] body) throws IOException {
        Parameters parameters = parameters(body);
        String action = parameters.get("Action").orElse("");
        String version = parameters.get("Version").orElse("");
        if (service.isEmpty()) {
            service = find(known -> known.version().equals(version));
        }
        QueryService known = service.orElseThrow(() -> unknown(action, version));
        QueryOperation operation = known.operations().get(action);
        named = operation == null ? UNKNOWN : operation.name();
        boolean takesStrangers = operation != null && operation.takesStrangers();
        Caller who =
                asks(
                        takesStrangers
                                ? whole.callerOrStranger(known.signingName(), body, requestId)
                                : whole.caller(known.signingName(), body, requestId));
        if (operation == null || !version.equals(known.version())) {
            throw unknown(action, version);
        }
        return response(operation, parameters, who).toString();
    }

    private XmlWriter response(QueryOperation operation, Parameters parameters, Caller caller)
            throws IOException {
        XmlWriter response = envelope(operation.name() + "Response");
        if (operation.hasResult()) {
            response.start(operation.name() + "Result");
            operation.answer(parameters, caller, response);
            response.end();
        } else {
            operation.answer(parameters, caller, response);
        }
        return response.start("ResponseMetadata").element("RequestId", requestId).end().end();
    }

    private Parameters parameters(byte[] body) {
        boolean inQuery = exchange.head().method().equals("GET") || body.length == 0;
        return inQuery ? Form.parse(exchange.head().rawQuery()) : Form.parse(body);
    }

    private static ServiceException unknown(String action, String version) {
        return action.isEmpty()
                ? new ServiceException(
                        400,
                        "MissingAction",
                        "The request is missing an action or a required parameter.")
                : new ServiceException(
                        400,
                        "InvalidAction",
                        "Could not find operation " + action + " for version " + version);
    }

    private Optional<QueryService> find(Predicate<QueryService> wanted) {
        return services.stream().filter(wanted).findFirst();
    }

    @Override
    public void refuse(ServiceException refusal) throws IOException {
        XmlWriter error = envelope("ErrorResponse").start("Error");
        error.element("Type", refusal.status() < 500 ? "Sender" : "Receiver");
        error.element("Code", refusal.code()).element("Message", refusal.text());
        refusal.details().forEach(error::element);
        error.end().element("RequestId", requestId).end();
        send(refusal.status(), refusal.headers(), error.toString());
    }

    @Override
    public ServiceException unavailable() {
        return new ServiceException(
                503,
                "ServiceUnavailable",
                "The request has failed due to a temporary failure of the server.");
    }

    private XmlWriter envelope(String element) {
        return service.isPresent()
                ? new XmlWriter().start(element, service.get().namespace())
                : new XmlWriter().start(element);
    }

    private void send(int status, Map<String, String> more, String body) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amzn-RequestId", requestId);
        headers.put("Content-Type", "text/xml");
        headers.putAll(more);
        exchange.send(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }
}
