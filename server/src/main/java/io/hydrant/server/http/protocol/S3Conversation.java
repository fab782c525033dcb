package io.hydrant.server.http.protocol;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.aws.form.UploadForm;
import io.hydrant.aws.form.UploadPolicy;
import io.hydrant.aws.sigv4.SeedSignature;
import io.hydrant.aws.sigv4.SigningRules;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.meter.RequestMeter.Operation;
import io.hydrant.server.http.body.Exchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// S3: the head is authenticated before the body is read, then the handler answers.
final class S3Conversation extends NamedConversation {
    private static final Set<String> METHODS =
            Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");

    private final Exchange exchange;
    private final String bucketOfHost;
    private final S3Handler handler;
    private final Authenticator authenticator;
    private final Callers callers;
    private final String hostId = RequestIds.extended(56);

    S3Conversation(
            Exchange exchange,
            String bucketOfHost,
            S3Handler handler,
            Authenticator authenticator,
            Callers callers) {
        super(RequestIds.ofS3());
        this.exchange = exchange;
        this.bucketOfHost = bucketOfHost;
        this.handler = handler;
        this.authenticator = authenticator;
        this.callers = callers;
    }

    /// The method stands for the operation: S3 has many.
    @Override
    public Operation operation() {
        String method = exchange.head().method();
        return new Operation("s3", METHODS.contains(method) ? method : UNKNOWN);
    }

    @Override
    public Optional<String> resource() {
        if (!bucketOfHost.isEmpty()) {
            return Optional.of(bucketOfHost);
        }
        RequestHead head = exchange.head();
        return bucketOfPath(KeyInQuery.bucket(head).map("/"::concat).orElseGet(head::rawPath));
    }

    private static Optional<String> bucketOfPath(String path) {
        int end = path.indexOf('/', 1);
        String first = path.substring(Math.min(1, path.length()), end < 0 ? path.length() : end);
        return Optional.of(first).filter(name -> name.matches("[a-z0-9.-]{3,63}"));
    }

    @Override
    public void answer() throws IOException {
        RequestHead head = exchange.head();
        if (FormUpload.isMeant(head, bucketOfHost)) {
            String type = head.headers().get("Content-Type").orElseThrow();
            answerForm(UploadForm.read(type, exchange.body()));
            return;
        }
        switch (authenticator.identify(head, new SigningRules.S3(bucketOfHost))) {
            case Identification.Refused refused -> throw S3Refusals.of(refused.failure());
            case Identification.Known known ->
                    handle(
                            callers.of(exchange, known, requestId),
                            authenticator.knownKey(head),
                            known.payloadHash(),
                            known.seed());
            case Identification.Unsigned unsigned ->
                    handle(
                            callers.anonymous(exchange, requestId),
                            Optional.empty(),
                            S3Payload.announced(head),
                            Optional.empty());
        }
    }

    /// The signature is in the form, over the policy that says what may be uploaded.
    private void answerForm(UploadForm form) throws IOException {
        Caller who =
                switch (authenticator.identifyForm(exchange.head(), form.fields())) {
                    case Identification.Refused refused -> throw S3Refusals.of(refused.failure());
                    case Identification.Known known -> callers.of(exchange, known, requestId);
                    case Identification.Unsigned unsigned -> callers.anonymous(exchange, requestId);
                };
        asks(who);
        FormUpload upload =
                new FormUpload(
                        exchange.head(), bucketOfHost, exchange.isSecure(), form, new Answer());
        Optional<UploadPolicy> policy = form.field("policy").map(UploadPolicy::parse);
        InputStream file =
                policy.isPresent()
                        ? policy.get().admit(form, upload.bucket(), callers.now())
                        : form.file();
        answerBy(
                new S3Handler.Request(
                        upload.asPut(),
                        "",
                        who,
                        file,
                        OptionalLong.empty(),
                        Map::of,
                        limit -> {
                            throw new IllegalStateException("A form brings an object");
                        }),
                upload);
    }

    private void handle(
            Caller who, Optional<String> key, String payloadHash, Optional<SeedSignature> seed)
            throws IOException {
        asks(who);
        S3Payload payload = S3Payload.of(exchange.head(), exchange, payloadHash, seed);
        S3Handler.Request request =
                new S3Handler.Request(
                        KeyInQuery.resolved(PresignedHeaders.merged(exchange.head())),
                        bucketOfHost,
                        who,
                        payload.body(),
                        payload.decodedLength(),
                        payload.trailers(),
                        limit ->
                                exchange.readDecoded(
                                        payload.body(),
                                        payload.decodedLength(),
                                        limit,
                                        key,
                                        S3Conversation::longDocumentOfStranger));
        answerBy(request, new Answer());
    }

    /// Which S3 does not say.
    private static ServiceException longDocumentOfStranger() {
        return new ServiceException(
                403, "AccessDenied", "A document of an unsigned request may have 64 KiB at most");
    }

    private void answerBy(S3Handler.Request request, S3Handler.Response response)
            throws IOException {
        handler.handle(request, response);
        if (!exchange.isAnswered()) {
            throw new IllegalStateException(
                    "No answer to " + exchange.head().method() + " " + exchange.head().rawPath());
        }
    }

    @Override
    public void refuse(ServiceException refusal) throws IOException {
        XmlWriter error = new XmlWriter().declaration().start("Error");
        error.element("Code", refusal.code()).element("Message", refusal.text());
        refusal.details().forEach(error::element);
        error.element("RequestId", requestId).element("HostId", hostId).end();
        Map<String, String> headers = new LinkedHashMap<>(refusal.headers());
        headers.putIfAbsent("Content-Type", "application/xml");
        byte[] body = error.toString().getBytes(StandardCharsets.UTF_8);
        exchange.send(refusal.status(), complete(headers), body);
    }

    @Override
    public void refuseTooLarge() throws IOException {
        refuse(
                new ServiceException(
                        400, "MaxMessageLengthExceeded", "Your request was too large."));
    }

    @Override
    public ServiceException unavailable() {
        return new ServiceException(
                503, "ServiceUnavailable", "Service is unable to handle request.");
    }

    @Override
    public ServiceException internalFailure() {
        return new ServiceException(
                500, "InternalError", "We encountered an internal error. Please try again.");
    }

    @Override
    public ServiceException tooSlow() {
        return new ServiceException(
                400,
                "RequestTimeout",
                "Your socket connection to the server was not read from or written to within the"
                        + " timeout period. Idle connections will be closed.");
    }

    /// The caller may have asked for that header itself.
    @Override
    public ServiceException unsendable() {
        return ("&" + exchange.head().rawQuery()).contains("&response-")
                ? new ServiceException(
                        400,
                        "InvalidArgument",
                        "Header value cannot be represented using ISO-8859-1.")
                : internalFailure();
    }

    private Map<String, String> complete(Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put("x-amz-request-id", requestId);
        all.put("x-amz-id-2", hostId);
        all.put("Server", "AmazonS3");
        return all;
    }

    private final class Answer implements S3Handler.Response {
        @Override
        public void send(int status, Map<String, String> headers) throws IOException {
            exchange.send(status, complete(headers));
        }

        @Override
        public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
            exchange.send(status, complete(headers), body);
        }

        @Override
        public OutputStream stream(int status, Map<String, String> headers, long length)
                throws IOException {
            return exchange.stream(status, complete(headers), length);
        }
    }
}
