package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.meter.RequestMeter.Operation;
import io.hydrant.server.http.body.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Tells a caller that the service is not here, in the protocol that the caller speaks, so that its
/// client shows the sentence. No client repeats a 400.
final class UnservedConversation extends NamedConversation {
    private static final Set<String> IN_REST_XML =
            Set.of("cloudfront", "route53", "s3-object-lambda", "s3-outposts", "s3express");

    private enum Dialect {
        JSON,
        REST_JSON,
        QUERY,
        EC2,
        REST_XML,
        CBOR
    }

    private final Exchange exchange;
    private final UnservedService service;
    private final Dialect dialect;

    UnservedConversation(Exchange exchange, UnservedService service) {
        super(RequestIds.uuid());
        this.exchange = exchange;
        this.service = service;
        this.dialect = dialect(exchange.head(), service);
    }

    private static Dialect dialect(RequestHead head, UnservedService service) {
        String type = contentType(head);
        if (head.headers().get("smithy-protocol").orElse("").contains("cbor")
                || type.startsWith("application/cbor")) {
            return Dialect.CBOR;
        }
        if (head.headers().get("X-Amz-Target").isPresent()) {
            return Dialect.JSON;
        }
        if (type.startsWith("application/x-www-form-urlencoded")
                || ("&" + head.rawQuery()).contains("&Action=")) {
            return service.signingName().equals("ec2") ? Dialect.EC2 : Dialect.QUERY;
        }
        return IN_REST_XML.contains(service.signingName()) ? Dialect.REST_XML : Dialect.REST_JSON;
    }

    private static String contentType(RequestHead head) {
        return head.headers().get("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    }

    @Override
    public Operation operation() {
        return new Operation(UNKNOWN, UNKNOWN);
    }

    @Override
    public void answer() {
        String code =
                switch (dialect) {
                    case QUERY, EC2, REST_XML -> "InvalidAction";
                    case JSON, REST_JSON, CBOR -> "UnknownOperationException";
                };
        throw new ServiceException(400, code, service.refusal());
    }

    @Override
    public void refuse(ServiceException refusal) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amzn-RequestId", requestId);
        headers.putAll(refusal.headers());
        switch (dialect) {
            case JSON -> {
                String type = contentType(exchange.head());
                boolean isOld = type.startsWith("application/x-amz-json-1.0");
                headers.put("Content-Type", "application/x-amz-json-1." + (isOld ? 0 : 1));
                headers.put("x-amzn-ErrorType", refusal.code());
                send(refusal, headers, json(refusal));
            }
            case REST_JSON -> {
                headers.put("Content-Type", "application/json");
                headers.put("x-amzn-ErrorType", refusal.code());
                send(refusal, headers, json(refusal));
            }
            case CBOR -> {
                headers.put("Content-Type", "application/cbor");
                headers.put("smithy-protocol", "rpc-v2-cbor");
                exchange.send(refusal.status(), headers, cbor(refusal));
            }
            case QUERY, REST_XML -> {
                headers.put("Content-Type", "text/xml");
                send(refusal, headers, xml(refusal));
            }
            case EC2 -> {
                headers.put("Content-Type", "text/xml");
                send(refusal, headers, xmlOfEc2(refusal));
            }
        }
    }

    private void send(ServiceException refusal, Map<String, String> headers, String body)
            throws IOException {
        exchange.send(refusal.status(), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String json(ServiceException refusal) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("__type", refusal.code());
        members.put("message", refusal.text());
        return JsonText.object(members);
    }

    private String xml(ServiceException refusal) {
        XmlWriter error = new XmlWriter().start("ErrorResponse").start("Error");
        error.element("Type", refusal.status() < 500 ? "Sender" : "Receiver");
        error.element("Code", refusal.code()).element("Message", refusal.text());
        return error.end().element("RequestId", requestId).end().toString();
    }

    private String xmlOfEc2(ServiceException refusal) {
        XmlWriter error = new XmlWriter().start("Response").start("Errors").start("Error");
        error.element("Code", refusal.code()).element("Message", refusal.text());
        return error.end().end().element("RequestID", requestId).end().toString();
    }

    /// A map of two texts (RFC 8949).
    private static byte[] cbor(ServiceException refusal) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0xA2);
        for (String text : new String[] {"__type", refusal.code(), "message", refusal.text()}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.write(0x79);
            out.write(bytes.length >> 8);
            out.write(bytes.length);
            out.write(bytes);
        }
        return out.toByteArray();
    }

    @Override
    public ServiceException unavailable() {
        return new ServiceException(503, "ServiceUnavailable", "Not available for now.");
    }

    @Override
    public ServiceException internalFailure() {
        return new ServiceException(500, "InternalFailure", "The server failed at this.");
    }
}
