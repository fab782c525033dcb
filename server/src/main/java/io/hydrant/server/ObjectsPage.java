package io.hydrant.server;

import io.hydrant.aws.RequestHead;
import io.hydrant.aws.ServiceException;
import io.hydrant.core.objectstore.S3Store;
import io.hydrant.s3.RemoteS3Settings;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.HydrantPage;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/_hydrant/objects`: where the objects are that are not in the server's own store, as JSON. For
/// every caller with a key. Says where the server's own key is kept, and never what it is.
///
/// ```
/// {"remote": {"endpoint": "https://s3.example.com", "region": "eu-1", "pathStyle": true, "credentials": "backup"}}
/// ```
///
/// `endpoint` is left out for AWS, and `remote` where there is no other S3.
final class ObjectsPage implements HydrantPage {
    private final Optional<Map<String, String>> remote;
    private final S3Store store;

    ObjectsPage(Optional<Map<String, String>> remote, S3Store store) {
        this.remote = remote;
        this.store = store;
    }

    static Map<String, String> words(RemoteS3Settings settings) {
        return Map.of(
                "endpoint", settings.endpoint().map(URI::toString).orElse(""),
                "region", settings.region().orElse(""),
                "pathStyle", Boolean.toString(settings.inPath()),
                "credentials", settings.credentials().name());
    }

    @Override
    public String name() {
        return "objects";
    }

    @Override
    public Reply answer(RequestHead head, Optional<Caller> caller) {
        if (caller.isEmpty()) {
            throw new ServiceException(
                    403, "MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        ObjectNode page = JsonMapper.shared().createObjectNode();
        remote.ifPresent(words -> {
            ObjectNode of = page.putObject("remote");
            String endpoint = words.getOrDefault("endpoint", "");
            if (!endpoint.isEmpty()) {
                of.put("endpoint", endpoint);
            }
            String region = words.getOrDefault("region", "");
            if (!region.isEmpty() || !endpoint.isEmpty()) {
                of.put("region", region.isEmpty() ? store.region() : region);
            }
            of.put("pathStyle", Boolean.parseBoolean(words.get("pathStyle")));
            of.put("credentials", words.getOrDefault("credentials", ""));
        });
        return Reply.json(200, page + "\n");
    }
}
