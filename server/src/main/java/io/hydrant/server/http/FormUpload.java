package io.hydrant.server.http;

import io.hydrant.aws.Headers;
import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.RequestHead;
import io.hydrant.aws.form.UploadForm;
import io.hydrant.aws.xml.XmlWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An upload from an HTML form, seen by the handler as the PUT that it stands for, and answered as
/// the form asks.
final class FormUpload implements S3Handler.Response {
    /// Fields that are headers of the PUT under the same name, beside `x-amz-…`.
    private static final Set<String> HEADERS =
            Set.of(
                    "cache-control",
                    "content-disposition",
                    "content-encoding",
                    "content-type",
                    "expires");

    private final RequestHead head;
    private final String bucket;
    private final UploadForm form;
    private final S3Handler.Response response;

    FormUpload(RequestHead head, String bucket, UploadForm form, S3Handler.Response response) {
        this.head = head;
        this.bucket = bucket;
        this.form = form;
        this.response = response;
    }

    /// A form is posted to `/bucket`, or to `/` of a virtual host.
    static String bucketOf(RequestHead head, String bucketOfHost) {
        return bucketOfHost.isEmpty()
                ? PercentEncoding.decode(head.rawPath()).replace("/", "")
                : bucketOfHost;
    }

    /// The PUT, in path style.
    RequestHead asPut() {
        Map<String, List<String>> headers = new HashMap<>();
        form.fields()
                .forEach((name, value) -> {
                    if (HEADERS.contains(name) || name.startsWith("x-amz-")) {
                        headers.put(name, List.of(value));
                    }
                });
        form.field("acl").ifPresent(acl -> headers.put("x-amz-acl", List.of(acl)));
        head.headers().get("Host").ifPresent(host -> headers.put("host", List.of(host)));
        return new RequestHead("PUT", path(), "", new Headers(headers));
    }

    private String path() {
        return "/" + bucket + "/" + PercentEncoding.encodePath(key());
    }

    private String key() {
        return form.field("key").orElseThrow();
    }

    @Override
    public void send(int status, Map<String, String> headers) throws IOException {
        if (status != 200) {
            response.send(status, headers);
            return;
        }
        Map<String, String> all = new LinkedHashMap<>(headers);
        Optional<String> redirect =
                form.field("success_action_redirect").or(() -> form.field("redirect"));
        if (redirect.isPresent()) {
            all.put("Location", redirect.get() + query(redirect.get(), etag(headers)));
            response.send(303, all);
            return;
        }
        all.put("Location", location());
        switch (form.field("success_action_status").orElse("204")) {
            case "200" -> response.send(200, all);
            case "201" -> created(all);
            default -> response.send(204, all);
        }
    }

    private String query(String redirect, String etag) {
        return (redirect.contains("?") ? "&" : "?")
                + "bucket="
                + PercentEncoding.encode(bucket)
                + "&key="
                + PercentEncoding.encode(key())
                + "&etag="
                + PercentEncoding.encode(etag);
    }

    private void created(Map<String, String> headers) throws IOException {
        XmlWriter body = new XmlWriter().declaration().start("PostResponse");
        body.element("Location", location()).element("Bucket", bucket).element("Key", key());
        body.element("ETag", etag(headers)).end();
        headers.put("Content-Type", "application/xml");
        response.send(201, headers, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String location() {
        return "http://" + head.headers().get("Host").orElse("") + path();
    }

    private static String etag(Map<String, String> headers) {
        return headers.getOrDefault("ETag", "");
    }

    @Override
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        response.send(status, headers, body);
    }

    @Override
    public OutputStream stream(int status, Map<String, String> headers, long length)
            throws IOException {
        return response.stream(status, headers, length);
    }
}
