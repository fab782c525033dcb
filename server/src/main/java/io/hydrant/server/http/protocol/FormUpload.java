package io.hydrant.server.http.protocol;

import io.hydrant.aws.Headers;
import io.hydrant.aws.PercentEncoding;
import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.aws.form.UploadForm;
import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.S3Error;
import io.hydrant.core.objectstore.TagSet;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
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
    /// Fields that are headers of the PUT under the same name.
    private static final Set<String> HEADERS =
            Set.of(
                    "cache-control",
                    "content-disposition",
                    "content-encoding",
                    "content-language",
                    "content-md5",
                    "content-type",
                    "expires",
                    "if-match",
                    "if-none-match",
                    "x-amz-acl",
                    "x-amz-storage-class",
                    "x-amz-tagging",
                    "x-amz-website-redirect-location");

    /// So are fields that begin so. The PUT refuses what it does not know of them.
    private static final List<String> HEADER_FAMILIES =
            List.of(
                    "x-amz-meta-",
                    "x-amz-checksum-",
                    "x-amz-grant-",
                    "x-amz-object-lock-",
                    "x-amz-server-side-encryption");

    /// Fields that say who signed.
    private static final Set<String> OF_THE_SIGNATURE =
            Set.of(
                    "x-amz-algorithm",
                    "x-amz-credential",
                    "x-amz-date",
                    "x-amz-security-token",
                    "x-amz-signature");

    private final RequestHead head;
    private final String bucketOfHost;
    private final boolean secure;
    private final UploadForm form;
    private final S3Handler.Response response;

    FormUpload(
            RequestHead head,
            String bucketOfHost,
            boolean secure,
            UploadForm form,
            S3Handler.Response response) {
        this.head = head;
        this.bucketOfHost = bucketOfHost;
        this.secure = secure;
        this.form = form;
        this.response = response;
    }

    /// A form is posted to `/bucket`, or to `/` of a virtual host; to an object, or with a query,
    /// it is something else.
    static boolean isMeant(RequestHead head, String bucketOfHost) {
        String type = head.headers().get("Content-Type").orElse("");
        return head.method().equals("POST")
                && UploadForm.isContentType(type)
                && head.rawQuery().isEmpty()
                && head.rawPath().matches(bucketOfHost.isEmpty() ? "/[^/]+/?" : "/?");
    }

    String bucket() {
        return bucketOfHost.isEmpty()
                ? PercentEncoding.decode(head.rawPath()).replace("/", "")
                : bucketOfHost;
    }

    /// The PUT, in path style.
    ///
    /// @throws ServiceException for a field that would be passed over
    RequestHead asPut() {
        Map<String, List<String>> headers = new HashMap<>();
        form.fields()
                .forEach((name, value) -> {
                    if (isHeader(name)) {
                        headers.put(name, List.of(value));
                    }
                });
        form.field("acl").ifPresent(acl -> putOnce(headers, "x-amz-acl", acl));
        form.field("tagging")
                .map(document -> TagSet.ofDocument(document.getBytes(StandardCharsets.UTF_8)))
                .map(tags -> tags.forObject().header())
                .ifPresent(tags -> putOnce(headers, "x-amz-tagging", tags));
        head.headers().get("Host").ifPresent(host -> headers.put("host", List.of(host)));
        String path = "/" + PercentEncoding.encode(bucket()) + "/" + encodedKey();
        return new RequestHead("PUT", path, "", new Headers(headers));
    }

    private static boolean isHeader(String name) {
        if (HEADERS.contains(name) || HEADER_FAMILIES.stream().anyMatch(name::startsWith)) {
            return true;
        }
        if (name.startsWith("x-amz-") && !OF_THE_SIGNATURE.contains(name)) {
            throw S3Error.NOT_IMPLEMENTED.refusal().with("Header", name);
        }
        return false;
    }

    private static void putOnce(Map<String, List<String>> headers, String name, String value) {
        if (headers.put(name, List.of(value)) != null) {
            throw S3Error.INVALID_ARGUMENT
                    .because("The form has the field '%s' more than once.", name)
                    .with("ArgumentName", name);
        }
    }

    private String encodedKey() {
        return PercentEncoding.encodePath(key());
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
        Optional<URI> redirect =
                form.field("success_action_redirect")
                        .or(() -> form.field("redirect"))
                        .flatMap(FormUpload::address);
        if (redirect.isPresent()) {
            all.put("Location", withQuery(redirect.get(), etag(headers)));
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

    /// What is no whole address of a page is as if it were not there.
    private static Optional<URI> address(String redirect) {
        try {
            URI uri = new URI(redirect);
            boolean web =
                    "http".equalsIgnoreCase(uri.getScheme())
                            || "https".equalsIgnoreCase(uri.getScheme());
            return Optional.of(uri).filter(each -> web && each.getHost() != null);
        } catch (URISyntaxException none) {
            return Optional.empty();
        }
    }

    private String withQuery(URI redirect, String etag) {
        String whole = redirect.toASCIIString();
        int fragment = whole.indexOf('#');
        String page = fragment < 0 ? whole : whole.substring(0, fragment);
        return page
                + (page.contains("?") ? "&" : "?")
                + "bucket="
                + PercentEncoding.encode(bucket())
                + "&key="
                + PercentEncoding.encode(key())
                + "&etag="
                + PercentEncoding.encode(etag)
                + (fragment < 0 ? "" : whole.substring(fragment));
    }

    private void created(Map<String, String> headers) throws IOException {
        XmlWriter body = new XmlWriter().declaration().start("PostResponse");
        body.element("Location", location()).element("Bucket", bucket()).element("Key", key());
        body.element("ETag", etag(headers)).end();
        headers.put("Content-Type", "application/xml");
        response.send(201, headers, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private String location() {
        return (secure ? "https://" : "http://")
                + head.headers().get("Host").orElse("")
                + (bucketOfHost.isEmpty() ? "/" + PercentEncoding.encode(bucket()) : "")
                + "/"
                + encodedKey();
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
