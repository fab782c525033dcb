package io.hydrant.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The files of the console, which are resources of the class path: ours beside this class, and
/// those of libraries where their WebJars have them. Each is read when it is first asked for, and
/// kept. Safe for use from many threads.
final class Assets {
    /// No step up, nothing hidden, nothing that is no file for a browser.
    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9-]+/)*[a-z0-9-]+\\.(?:js|css|svg|csv|yaml)");

    private static final String WEBJARS = "/META-INF/resources/webjars/";

    /// What lies elsewhere, by the names that pages use. The versions are those of the build; the
    /// films come with the program, and a server within another has none.
    private static final Map<String, String> ELSEWHERE =
            Map.of(
                    "examples/pipeline.yaml", "/examples/netflix/pipeline.yaml",
                    "lib/preact.js", WEBJARS + "preact/10.27.2/dist/preact.module.js",
                    "lib/hooks.js", WEBJARS + "preact/10.27.2/hooks/dist/hooks.module.js",
                    "lib/uplot.js", WEBJARS + "uplot/1.6.30/dist/uPlot.esm.js",
                    "lib/uplot.css", WEBJARS + "uplot/1.6.30/dist/uPlot.min.css",
                    "lib/pico.css", WEBJARS + "picocss__pico/2.1.1/css/pico.min.css",
                    "films.csv", "/examples/netflix/films.csv");

    private final Map<String, Asset> read = new ConcurrentHashMap<>();

    /// @param name such as `pages/streams.js`
    Optional<Asset> find(String name) throws IOException {
        Asset known = read.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        try (InputStream file = Assets.class.getResourceAsStream(place(name))) {
            if (file == null) {
                return Optional.empty();
            }
            Asset asset = Asset.of(name, file.readAllBytes());
            read.put(name, asset);
            return Optional.of(asset);
        }
    }

    private static String place(String name) {
        return ELSEWHERE.getOrDefault(name, name);
    }
}
