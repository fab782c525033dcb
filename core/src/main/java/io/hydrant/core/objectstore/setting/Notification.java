package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whom to tell of what happens to objects. Every configuration has an id.
final class Notification implements Setting {
    /// Configurations, and the element that names their destination.
    private static final Map<String, String> DESTINATIONS =
            Map.of(
                    "TopicConfiguration", "Topic",
                    "QueueConfiguration", "Queue",
                    "CloudFunctionConfiguration", "CloudFunction");

    private static final Map<String, String> SERVICES =
            Map.of("Topic", "sns", "Queue", "sqs", "CloudFunction", "lambda");

    private static final Set<String> EVENTS =
            Set.of(
                    "s3:ReducedRedundancyLostObject",
                    "s3:ObjectCreated:*",
                    "s3:ObjectCreated:Put",
                    "s3:ObjectCreated:Post",
                    "s3:ObjectCreated:Copy",
                    "s3:ObjectCreated:CompleteMultipartUpload",
                    "s3:ObjectRemoved:*",
                    "s3:ObjectRemoved:Delete",
                    "s3:ObjectRemoved:DeleteMarkerCreated",
                    "s3:ObjectRestore:*",
                    "s3:ObjectRestore:Post",
                    "s3:ObjectRestore:Completed",
                    "s3:ObjectRestore:Delete",
                    "s3:Replication:*",
                    "s3:Replication:OperationFailedReplication",
                    "s3:Replication:OperationNotTracked",
                    "s3:Replication:OperationMissedThreshold",
                    "s3:Replication:OperationReplicatedAfterThreshold",
                    "s3:LifecycleTransition",
                    "s3:IntelligentTiering",
                    "s3:ObjectAcl:Put",
                    "s3:LifecycleExpiration:*",
                    "s3:LifecycleExpiration:Delete",
                    "s3:LifecycleExpiration:DeleteMarkerCreated",
                    "s3:ObjectTagging:*",
                    "s3:ObjectTagging:Put",
                    "s3:ObjectTagging:Delete");

    private static final SettingSchema FILTER =
            SettingSchema.structure(
                    SettingSchema.one(
                            "S3Key",
                            SettingSchema.structure(
                                    SettingSchema.any(
                                            "FilterRule",
                                            SettingSchema.structure(
                                                    SettingSchema.one("Name", SettingSchema.text()),
                                                    SettingSchema.one(
                                                            "Value", SettingSchema.text()))))));

    @Override
    public String root() {
        return "NotificationConfiguration";
    }

    @Override
    public SettingSchema schema() {
        List<SettingSchema.Member> members = new ArrayList<>();
        DESTINATIONS.forEach((configuration, destination) ->
                members.add(
                        SettingSchema.any(
                                configuration,
                                SettingSchema.structure(
                                        SettingSchema.maybe("Id", SettingSchema.text()),
                                        SettingSchema.one(destination, SettingSchema.text()),
                                        SettingSchema.some("Event", SettingSchema.text()),
                                        SettingSchema.maybe("Filter", FILTER)))));
        members.add(SettingSchema.maybe("EventBridgeConfiguration", SettingSchema.structure()));
        return new SettingSchema.Structure(List.copyOf(members));
    }

    @Override
    public Optional<XmlElement> kept(XmlElement root, Place place) {
        if (root.children().isEmpty()) {
            return Optional.empty();
        }
        List<XmlElement> all = new ArrayList<>();
        for (XmlElement each : Settings.identified(configurations(root), "Id")) {
            check(each);
            all.add(withCapitalRules(each));
        }
        Set<String> ids = new HashSet<>();
        for (XmlElement each : all) {
            if (!ids.add(each.textOf("Id").orElseThrow())) {
                throw S3Error.INVALID_ARGUMENT.because(
                        "Same ID used for multiple configurations. IDs must be unique");
            }
        }
        all.addAll(root.children("EventBridgeConfiguration"));
        return Optional.of(new XmlElement(root.name(), "", all));
    }

    private static List<XmlElement> configurations(XmlElement root) {
        return root.children().stream()
                .filter(child -> DESTINATIONS.containsKey(child.name()))
                .toList();
    }

    private static void check(XmlElement configuration) {
        String kind = DESTINATIONS.getOrDefault(configuration.name(), "");
        String arn = configuration.textOf(kind).orElse("");
        if (!arn.matches("arn:aws[a-z-]*:" + SERVICES.get(kind) + ":[^:]*:\\d{12}:.+")) {
            throw invalid("The ARN could not be parsed", kind + "Arn", arn);
        }
        for (XmlElement event : configuration.children("Event")) {
            if (!EVENTS.contains(event.text())) {
                throw S3Error.INVALID_ARGUMENT
                        .because("The event is not supported for notifications")
                        .with("ArgumentName", "Event")
                        .with("ArgumentValue", event.text());
            }
        }
        Set<String> names = new HashSet<>();
        for (XmlElement rule : rules(configuration)) {
            String name = rule.textOf("Name").orElse("");
            if (!Set.of("prefix", "suffix").contains(name.toLowerCase(Locale.ROOT))) {
                throw invalid(
                        "filter rule name must be either prefix or suffix",
                        "FilterRule.Name",
                        name);
            }
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw invalid(
                        "Cannot specify more than one %s rule in a filter."
                                .formatted(name.toLowerCase(Locale.ROOT)),
                        "FilterRule.Name",
                        name);
            }
        }
    }

    private static List<XmlElement> rules(XmlElement configuration) {
        return configuration
                .child("Filter")
                .flatMap(filter -> filter.child("S3Key"))
                .map(XmlElement::children)
                .orElse(List.of());
    }

    /// S3 shows `Prefix` and `Suffix`, however they were written.
    private static XmlElement withCapitalRules(XmlElement element) {
        if (element.name().equals("Name")) {
            String name = element.text().toLowerCase(Locale.ROOT);
            String shown = name.equals("prefix") ? "Prefix" : "Suffix";
            return new XmlElement("Name", shown, List.of());
        }
        return new XmlElement(
                element.name(),
                element.text(),
                element.children().stream().map(Notification::withCapitalRules).toList());
    }

    private static ServiceException invalid(String text, String name, String value) {
        return S3Error.INVALID_ARGUMENT
                .because("%s", text)
                .with("ArgumentName", name)
                .with("ArgumentValue", value);
    }
}
