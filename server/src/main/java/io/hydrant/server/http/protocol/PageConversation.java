package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.aws.sigv4.CredentialScope;
import io.hydrant.aws.sigv4.SigningRules;
import io.hydrant.core.meter.RequestMeter.Operation;
import io.hydrant.server.http.body.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Our own pages under `/_hydrant/`. A signature is optional and may be for any service.
final class PageConversation extends NamedConversation {
    static final String PREFIX = "/_hydrant/";

    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(15);

    private final Exchange exchange;
    private final Map<String, HydrantPage> pages;
    private final Authenticator authenticator;
    private final Callers callers;

    PageConversation(
            Exchange exchange,
            Map<String, HydrantPage> pages,
            Authenticator authenticator,
            Callers callers) {
        super(RequestIds.uuid());
        this.exchange = exchange;
        this.pages = pages;
        this.authenticator = authenticator;
        this.callers = callers;
    }

    @Override
    public Operation operation() {
        String page = name(exchange.head());
        return new Operation("hydrant", pages.containsKey(page) ? page : UNKNOWN);
    }

    @Override
    public void answer() throws IOException {
        RequestHead head = exchange.head();
        HydrantPage page = page(name(head));
        if (!page.methods().contains(head.method())) {
            String allowed = String.join(", ", new TreeSet<>(page.methods()));
            throw new ServiceException(
                            405, "MethodNotAllowed", "This page takes " + allowed + " only")
                    .withHeader("Allow", allowed);
        }
        HydrantPage.Reply reply = page.answer(head, identified(page));
        Map<String, String> headers = headers(reply.contentType());
        headers.putAll(reply.headers());
        exchange.send(reply.status(), headers, reply.body());
    }

    /// The one of that name, or else the one of all that is below the first part of it.
    private HydrantPage page(String name) {
        HydrantPage page = pages.get(name);
        if (page == null) {
            page = pages.get(name.substring(0, name.indexOf('/') + 1));
        }
        if (page == null) {
            throw new ServiceException(
                    404, "NotFound", "There is no page " + exchange.head().rawPath());
        }
        return page;
    }

    private static String name(RequestHead head) {
        return head.rawPath().startsWith(PREFIX) ? head.rawPath().substring(PREFIX.length()) : "";
    }

    /// A page that is shown for another reason asks for no signature.
    private Optional<Caller> identified(HydrantPage page) {
        RequestHead head = exchange.head();
        if (!authenticator.isTrusting() && page.isOpenTo(head)) {
            return Optional.empty();
        }
        caller(head).ifPresent(this::asks);
        return caller();
    }

    private Optional<Caller> caller(RequestHead head) {
        String service = CredentialScope.of(head).map(CredentialScope::service).orElse("s3");
        SigningRules rules =
                service.equals("s3")
                        ? new SigningRules.S3("")
                        : new SigningRules.Plain(service, CLOCK_TOLERANCE, new byte[0]);
        return switch (authenticator.identify(head, rules)) {
            case Identification.Known known -> Optional.of(callers.of(exchange, known, requestId));
            case Identification.Unsigned unsigned -> Optional.empty();
            case Identification.Refused refused ->
                    throw service.equals("s3")
                            ? S3Refusals.of(refused.failure())
                            : PlainRefusals.QUERY.of(refused.failure());
        };
    }

    /// A denial is 403, also where a service's own protocol has it as 400.
    @Override
    public void refuse(ServiceException refusal) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("__type", refusal.code());
        members.put("message", refusal.text());
        Map<String, String> headers = headers("application/json");
        headers.putAll(refusal.headers());
        byte[] body = JsonText.object(members).getBytes(StandardCharsets.UTF_8);
        boolean isDenied = refusal.code().startsWith("AccessDenied");
        exchange.send(isDenied ? 403 : refusal.status(), headers, body);
    }

    @Override
    public ServiceException unavailable() {
        return new ServiceException(503, "ServiceUnavailable", "Not available for now");
    }

    @Override
    public ServiceException internalFailure() {
        return new ServiceException(500, "InternalFailure", "The page failed; the log says why");
    }

    private Map<String, String> headers(String contentType) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amzn-RequestId", requestId);
        headers.put("Content-Type", contentType);
        headers.put("Cache-Control", "no-store");
        return headers;
    }
}
