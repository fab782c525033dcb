package io.hydrant.server.console;

import io.hydrant.aws.RequestHead;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.HydrantPage;
import io.hydrant.server.http.protocol.OwnHosts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `/_hydrant/console/`: the console's page and the files that it loads. They hold nothing of
/// anybody's: whatever is shown is asked for by signed calls, with the rights of whoever signs.
///
/// It answers only to hosts that are the server's own: at another name (DNS rebinding) a page from
/// elsewhere would be of the console's origin, and could read the key that somebody types there.
public final class ConsolePage implements HydrantPage {
    static final String PATH = "/_hydrant/console/";

    private static final String TEXT = "text/plain; charset=utf-8";

    /// What no answer of the console is without.
    private static final Map<String, String> GUARDS =
            Map.of(
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "no-referrer",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private final OwnHosts hosts;

    public ConsolePage(OwnHosts hosts) {
        this.hosts = hosts;
    }

    /// Read once somebody looks at the console.
    private static final class Files {
        static final Assets ASSETS = new Assets();
        static final Shell SHELL = new Shell();
    }

    /// The page, and `/_hydrant/console` without its slash, which leads to it.
    public static List<HydrantPage> at(OwnHosts hosts) {
        return List.of(new ConsolePage(hosts), new ConsoleEntrance());
    }

    @Override
    public String name() {
        return "console/";
    }

    @Override
    public Reply answer(RequestHead head, Optional<Caller> caller) throws IOException {
        String host = head.headers().get("Host").orElse("");
        if (!hosts.isServer(host)) {
            return text(403, elsewhere());
        }
        String name = head.rawPath().substring(PATH.length());
        Optional<Asset> asset = Files.ASSETS.find(name);
        if (asset.isPresent()) {
            return file(head, asset.get());
        }
        boolean isPage = head.headers().get("Accept").orElse("").contains("text/html");
        if (name.isEmpty() || isPage) {
            return shell(name.isEmpty() ? 200 : 404);
        }
        return text(404, "The console has no file " + name + ". It begins at " + PATH);
    }

    private static Reply shell(int status) {
        Shell.Page page = Files.SHELL.page();
        return reply(status, "text/html; charset=utf-8", page.html(), page.headers());
    }

    private static Reply file(RequestHead head, Asset asset) {
        Map<String, String> headers = Map.of("Cache-Control", "no-cache", "ETag", asset.etag());
        return isKnown(head, asset.etag())
                ? reply(304, asset.contentType(), new byte[0], headers)
                : reply(200, asset.contentType(), asset.bytes(), headers);
    }

    private static boolean isKnown(RequestHead head, String etag) {
        String known = head.headers().get("If-None-Match").orElse("");
        return Arrays.stream(known.split(",", -1))
                .map(tag -> tag.strip().replaceFirst("^W/", ""))
                .anyMatch(tag -> tag.equals(etag) || tag.equals("*"));
    }

    private static Reply text(int status, String text) {
        return reply(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static String elsewhere() {
        return "The console answers at an address of this server, at localhost, and at the names"
                + " that the server was given. To use it at this name, start the server with"
                + " --tls-name NAME.";
    }

    private static Reply reply(
            int status, String contentType, byte[] body, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(GUARDS);
        headers.putAll(more);
        return new Reply(status, contentType, body, headers);
    }
}
