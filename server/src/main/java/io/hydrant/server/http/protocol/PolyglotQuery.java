package io.hydrant.server.http.protocol;

import io.hydrant.aws.query.Parameters;
import io.hydrant.aws.xml.XmlWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/// An operation of a service with several protocols, asked in AWS Query.
record PolyglotQuery(PolyglotOperation operation) implements QueryOperation {
    /// Deeper than any request that a service knows.
    private static final int DEPTH_MAX = 16;

    @Override
    public String name() {
        return operation.name();
    }

    @Override
    public void answer(Parameters parameters, Caller caller, XmlWriter result) throws IOException {
        write(operation.answer(tree(parameters), caller), result);
    }

    /// Members of a structure by what stands before the first dot.
    private static final class Branch {
        private String text = "";
        private final Map<String, Branch> members = new TreeMap<>();

        JsonNode toNode() {
            if (members.isEmpty()) {
                return JsonNodeFactory.instance.stringNode(text);
            }
            Branch list = members.get("member");
            return members.size() == 1 && list != null ? list.toList() : toObject();
        }

        private ArrayNode toList() {
            Map<Integer, Branch> inOrder = new TreeMap<>();
            members.forEach((number, branch) -> {
                if (number.matches("\\d{1,9}")) {
                    inOrder.put(Integer.parseInt(number), branch);
                }
            });
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            inOrder.values().forEach(branch -> list.add(branch.toNode()));
            return list;
        }

        ObjectNode toObject() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach((name, branch) -> object.set(name, branch.toNode()));
            return object;
        }
    }

    private static ObjectNode tree(Parameters parameters) {
        Branch root = new Branch();
        parameters
                .all()
                .forEach((name, value) -> {
                    Branch branch = root;
                    for (String part : name.split("\\.", DEPTH_MAX)) {
                        branch = branch.members.computeIfAbsent(part, _ -> new Branch());
                    }
                    branch.text = value;
                });
        root.members.remove("Action");
        root.members.remove("Version");
        return root.toObject();
    }

    private static void write(ObjectNode members, XmlWriter result) {
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            write(member.getKey(), member.getValue(), result);
        }
    }

    private static void write(String name, JsonNode value, XmlWriter result) {
        if (value instanceof POJONode pojo && pojo.getPojo() instanceof Instant time) {
            result.element(name, time);
        } else if (value instanceof ObjectNode structure) {
            result.start(name);
            write(structure, result);
            result.end();
        } else if (value instanceof ArrayNode list) {
            result.start(name);
            list.forEach(item -> write("member", item, result));
            result.end();
        } else {
            result.element(name, value.asString());
        }
    }
}
