package io.hydrant.server.s3;

import io.hydrant.aws.PercentEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Requests as a test writes them, without a signature.
final class Wire {
    private final URI server;
    private final HttpClient client = HttpClient.newHttpClient();

    Wire(URI server) {
        this.server = server;
    }

    record Answer(int status, HttpResponse<String> response) {
        String body() {
            return response.body();
        }

        /// The text of the first element of that name, unescaped; empty when there is none.
        String text(String element) {
            return texts(element).stream().findFirst().orElse("");
        }

        List<String> texts(String element) {
            List<String> found = new ArrayList<>();
            Matcher matcher =
                    Pattern.compile("<" + element + ">([^<]*)</" + element + ">").matcher(body());
            while (matcher.find()) {
                found.add(
                        matcher.group(1)
                                .replace("&lt;", "<")
                                .replace("&gt;", ">")
                                .replace("&quot;", "\"")
                                .replace("&amp;", "&"));
            }
            return found;
        }

        boolean has(String element) {
            return body().contains("<" + element + ">") || body().contains("<" + element + "/>");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /// `400 InvalidTag`, or the status alone.
        String summary() {
            return has("Error") ? status + " " + text("Code") : Integer.toString(status);
        }
    }

    Answer get(String pathAndQuery) {
        return call("GET", pathAndQuery, "");
    }

    Answer put(String pathAndQuery, String body, String... headers) {
        return call("PUT", pathAndQuery, body, headers);
    }

    Answer call(String method, String pathAndQuery, String body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(pathAndQuery))
                        .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + pathAndQuery, e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String encoded(String text) {
        return PercentEncoding.encode(text);
    }
}
