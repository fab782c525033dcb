package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import java.util.Optional;

/// How a bucket is to be shown as a website.
final class Website implements Setting {
    private static final int RULES_MAX = 50;

    private static final SettingSchema REDIRECT =
            SettingSchema.structure(
                    SettingSchema.maybe("HostName", SettingSchema.text()),
                    SettingSchema.maybe("HttpRedirectCode", SettingSchema.number()),
                    SettingSchema.maybe("Protocol", SettingSchema.text()),
                    SettingSchema.maybe("ReplaceKeyPrefixWith", SettingSchema.text()),
                    SettingSchema.maybe("ReplaceKeyWith", SettingSchema.text()));

    private static final SettingSchema RULE =
            SettingSchema.structure(
                    SettingSchema.maybe(
                            "Condition",
                            SettingSchema.structure(
                                    SettingSchema.maybe(
                                            "HttpErrorCodeReturnedEquals", SettingSchema.number()),
                                    SettingSchema.maybe("KeyPrefixEquals", SettingSchema.text()))),
                    SettingSchema.one("Redirect", REDIRECT));

    @Override
    public String root() {
        return "WebsiteConfiguration";
    }

    @Override
    public SettingSchema schema() {
        return SettingSchema.structure(
                SettingSchema.maybe(
                        "RedirectAllRequestsTo",
                        SettingSchema.structure(
                                SettingSchema.one("HostName", SettingSchema.text()),
                                SettingSchema.maybe("Protocol", SettingSchema.text()))),
                SettingSchema.maybe(
                        "IndexDocument",
                        SettingSchema.structure(
                                SettingSchema.maybe("Suffix", SettingSchema.text()))),
                SettingSchema.maybe(
                        "ErrorDocument",
                        SettingSchema.structure(SettingSchema.one("Key", SettingSchema.text()))),
                SettingSchema.maybe(
                        "RoutingRules",
                        SettingSchema.structure(
                                new SettingSchema.Member("RoutingRule", RULE, 1, RULES_MAX))));
    }

    @Override
    public Optional<XmlElement> kept(XmlElement root, Place place) {
        Optional<XmlElement> redirect = root.child("RedirectAllRequestsTo");
        if (redirect.isPresent()) {
            if (root.children().size() > 1) {
                throw invalid(
                        "RedirectAllRequestsTo cannot be provided in conjunction with other"
                                + " Routing Rules.",
                        "RedirectAllRequestsTo",
                        "not null");
            }
            checkProtocol(redirect.get());
            return Optional.of(root);
        }
        checkIndex(root);
        if (root.child("ErrorDocument").flatMap(page -> page.textOf("Key")).stream()
                .anyMatch(String::isEmpty)) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        root.child("RoutingRules").stream()
                .flatMap(rules -> rules.children().stream())
                .forEach(Website::checkRule);
        return Optional.of(root);
    }

    private static void checkIndex(XmlElement root) {
        Optional<XmlElement> index = root.child("IndexDocument");
        if (index.isEmpty()) {
            throw invalid(
                    "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is"
                            + " empty",
                    "IndexDocument",
                    "null");
        }
        String suffix = index.get().textOf("Suffix").orElse("");
        if (suffix.isEmpty() || suffix.contains("/")) {
            throw invalid("The IndexDocument Suffix is not well formed", "IndexDocument", suffix);
        }
    }

    private static void checkRule(XmlElement rule) {
        XmlElement redirect = rule.child("Redirect").orElseThrow();
        checkProtocol(redirect);
        if (redirect.child("ReplaceKeyPrefixWith").isPresent()
                && redirect.child("ReplaceKeyWith").isPresent()) {
            throw S3Error.INVALID_REQUEST.because(
                    "You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
        }
        if (rule.child("Condition").filter(each -> each.children().isEmpty()).isPresent()) {
            throw S3Error.INVALID_REQUEST.because(
                    "Condition cannot be empty. To redirect all requests without a condition, the"
                            + " condition element shouldn't be present.");
        }
    }

    private static void checkProtocol(XmlElement redirect) {
        Optional<String> protocol = redirect.textOf("Protocol");
        if (protocol.filter(name -> !name.equals("http") && !name.equals("https")).isPresent()) {
            throw S3Error.INVALID_REQUEST.because(
                    "Invalid protocol, protocol can be http or https. If not defined the protocol"
                            + " will be selected automatically.");
        }
    }

    private static ServiceException invalid(String text, String name, String value) {
        return S3Error.INVALID_ARGUMENT
                .because(text)
                .with("ArgumentName", name)
                .with("ArgumentValue", value);
    }
}
