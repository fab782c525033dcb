package io.hydrant.server;

import io.hydrant.aws.RequestHead;
import io.hydrant.server.http.protocol.Caller;
import io.hydrant.server.http.protocol.HydrantPage;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `/_hydrant/ready`: 200 while requests should be sent to this server, else 503 with why. Open to
/// all.
record ReadyPage(Readiness readiness) implements HydrantPage {
    @Override
    public String name() {
        return "ready";
    }

    @Override
    public boolean isOpenTo(RequestHead head) {
        return true;
    }

    @Override
    public Reply answer(RequestHead head, Optional<Caller> caller) {
        Optional<String> obstacle = readiness.obstacle();
        ObjectNode page = JsonMapper.shared().createObjectNode();
        page.put("status", obstacle.isEmpty() ? "ready" : "not ready");
        obstacle.ifPresent(why -> page.put("why", why));
        return Reply.json(obstacle.isEmpty() ? 200 : 503, page + "\n");
    }
}
