package io.hydrant.server.s3;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Keeps an object that a browser shows as a page from acting as a page of this server, whose
/// console is of the same origin: it gets an origin of its own, which no storage, no key and no
/// other page belongs to. Its scripts, forms and downloads work.
///
/// Every answer to a browser is guarded, since a browser may show from its cache what it fetched
/// for something else. At plain addresses browsers do not say what they are: then every type is
/// guarded that may be shown as a page, which is any but a few, for browsers guess at what they do
/// not know.
final class PageSandbox {
    private static final String POLICY =
            "sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts";

    private static final Set<String> NEVER_PAGES =
            Set.of(
                    "application/gzip",
                    "application/json",
                    "application/octet-stream",
                    "application/x-gzip",
                    "application/x-ndjson",
                    "application/zip",
                    "binary/octet-stream",
                    "image/gif",
                    "image/jpeg",
                    "image/png",
                    "text/csv",
                    "text/plain");

    private PageSandbox() {}

    /// @param headers of the answer, complete
    static void guard(S3Request request, Map<String, String> headers) {
        boolean isBrowser = request.header("Sec-Fetch-Dest").isPresent();
        if (isBrowser || mayBePage(headers.getOrDefault("content-type", ""))) {
            headers.put("Content-Security-Policy", POLICY);
        }
    }

    /// Of several types in one header a browser takes the last.
    private static boolean mayBePage(String contentType) {
        int end = contentType.indexOf(';');
        String essence = end < 0 ? contentType : contentType.substring(0, end);
        return contentType.indexOf(',') >= 0
                || !NEVER_PAGES.contains(essence.strip().toLowerCase(Locale.ROOT));
    }
}
