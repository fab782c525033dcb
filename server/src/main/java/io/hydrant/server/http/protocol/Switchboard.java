package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.sigv4.CredentialScope;
import io.hydrant.server.http.body.Exchange;
import io.hydrant.server.http.body.QueryRoom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Decides from a request's head which protocol it speaks. All services share one port and the path
/// `/`, so in this order: an object of S3 whose key is in the query; a page of ours; the
/// `X-Amz-Target` of a service in AWS JSON; a service that speaks several protocols, asked in one
/// that its head tells; the service in the credential scope, which may be one that is not served;
/// another `X-Amz-Target`; a form with an action is AWS Query; anything else is S3.
public final class Switchboard {
    private final ListenerServices services;
    private final Map<String, HydrantPage> pages = new HashMap<>();
    private final List<QueryService> query;
    private final VirtualHost virtualHost;
    private final Authenticator authenticator;
    private final Callers callers;
    private final QueryRoom queryRoom = QueryRoom.ofThisProcess();

    /// @param region the server's own
    public Switchboard(
            ListenerServices services,
            String baseDomain,
            Authenticator authenticator,
            InstantSource clock,
            String region) {
        this.services = services;
        this.query = services.inQuery();
        this.virtualHost = new VirtualHost(baseDomain);
        this.authenticator = authenticator;
        this.callers = new Callers(clock, region);
        HydrantPage health = new HealthPage(region, authenticator.isTrusting());
        pages.put(health.name(), health);
        services.pages().forEach(page -> pages.put(page.name(), page));
    }

    public Conversation connect(Exchange exchange) {
        RequestHead head = exchange.head();
        if (KeyInQuery.isMeant(head)) {
            return new S3Conversation(exchange, "", services.s3(), authenticator, callers);
        }
        if (head.rawPath().startsWith(PageConversation.PREFIX)) {
            return new PageConversation(exchange, pages, authenticator, callers);
        }
        Optional<String> target = head.headers().get("X-Amz-Target");
        Optional<JsonService> ofTarget = target.flatMap(this::ofTarget);
        if (ofTarget.isPresent()) {
            return json(exchange, ofTarget);
        }
        for (PolyglotService polyglot : services.polyglots()) {
            Optional<Conversation> asked =
                    PolyglotConversation.of(exchange, polyglot, authenticator, callers);
            if (asked.isPresent()) {
                return asked.get();
            }
        }
        Optional<String> scope = CredentialScope.of(head).map(CredentialScope::service);
        if (scope.isPresent() && !isServed(scope.get())) {
            return new UnservedConversation(exchange, UnservedService.signedFor(scope.get()));
        }
        if (target.isPresent()) {
            return json(exchange, Optional.empty());
        }
        return scope.isPresent() ? ofScope(exchange, scope.get()) : unsigned(exchange);
    }

    private boolean isServed(String service) {
        return service.equals("s3")
                || services.json().stream().anyMatch(json -> json.signingName().equals(service))
                || query.stream().anyMatch(known -> known.signingName().equals(service));
    }

    private Conversation ofScope(Exchange exchange, String service) {
        for (JsonService json : services.json()) {
            if (json.signingName().equals(service)) {
                return json(exchange, Optional.of(json));
            }
        }
        for (QueryService known : query) {
            if (known.signingName().equals(service)) {
                return query(exchange);
            }
        }
        return s3(exchange);
    }

    /// As its form tells.
    private Conversation unsigned(Exchange exchange) {
        RequestHead head = exchange.head();
        if (!head.rawPath().equals("/") || !bucketOfHost(head).isEmpty()) {
            return s3(exchange);
        }
        String type = head.headers().get("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        boolean isPost = head.method().equals("POST");
        if (isPost && type.startsWith("application/x-www-form-urlencoded") || hasAction(head)) {
            return query(exchange);
        }
        return isPost && type.startsWith("application/x-amz-json") || CrossOrigin.isPreflight(head)
                ? json(exchange, Optional.empty())
                : s3(exchange);
    }

    private static boolean hasAction(RequestHead head) {
        return ("&" + head.rawQuery()).contains("&Action=");
    }

    private Optional<JsonService> ofTarget(String target) {
        return services.json().stream()
                .filter(service -> target.startsWith(service.targetPrefix() + "."))
                .findFirst();
    }

    private String bucketOfHost(RequestHead head) {
        return virtualHost.bucketOf(head.headers().get("Host").orElse(""));
    }

    private Conversation json(Exchange exchange, Optional<JsonService> service) {
        return new JsonConversation(exchange, service, authenticator, callers);
    }

    private Conversation query(Exchange exchange) {
        return new QueryConversation(exchange, query, authenticator, callers, queryRoom);
    }

    private Conversation s3(Exchange exchange) {
        return new S3Conversation(
                exchange, bucketOfHost(exchange.head()), services.s3(), authenticator, callers);
    }
}
