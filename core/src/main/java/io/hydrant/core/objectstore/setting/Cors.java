package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import java.util.Optional;
import java.util.Set;

/// Which pages of other origins may read.
final class Cors implements Setting {
    private static final int RULES_MAX = 100;
    private static final int ID_CHARS_MAX = 255;
    private static final Set<String> METHODS = Set.of("GET", "PUT", "HEAD", "POST", "DELETE");

    private static final SettingSchema RULE =
            SettingSchema.structure(
                    SettingSchema.maybe("ID", SettingSchema.text()),
                    SettingSchema.some("AllowedMethod", SettingSchema.text()),
                    SettingSchema.some("AllowedOrigin", SettingSchema.text()),
                    SettingSchema.any("AllowedHeader", SettingSchema.text()),
                    SettingSchema.any("ExposeHeader", SettingSchema.text()),
                    SettingSchema.maybe("MaxAgeSeconds", SettingSchema.number()));

    @Override
    public String root() {
        return "CORSConfiguration";
    }

    @Override
    public SettingSchema schema() {
        return SettingSchema.structure(new SettingSchema.Member("CORSRule", RULE, 1, RULES_MAX));
    }

    @Override
    public Optional<XmlElement> kept(XmlElement root, Place place) {
        root.children().forEach(Cors::check);
        return Optional.of(root);
    }

    private static void check(XmlElement rule) {
        for (XmlElement part : rule.children()) {
            String text = part.text();
            switch (part.name()) {
                case "AllowedMethod" ->
                        require(
                                METHODS.contains(text),
                                "Found unsupported HTTP method in CORS config. Unsupported method"
                                        + " is "
                                        + text);
                case "AllowedOrigin", "AllowedHeader" ->
                        require(
                                text.indexOf('*') == text.lastIndexOf('*'),
                                part.name()
                                        + " \""
                                        + text
                                        + "\" can not have more than one wildcard.");
                case "ExposeHeader" ->
                        require(
                                text.indexOf('*') < 0,
                                "ExposeHeader \""
                                        + text
                                        + "\" contains wildcard. We currently do not support"
                                        + " wildcard for ExposeHeader.");
                case "ID" ->
                        require(
                                text.length() <= ID_CHARS_MAX,
                                "ID length should not exceed allowed limit of " + ID_CHARS_MAX);
                default -> {}
            }
        }
    }

    private static void require(boolean met, String text) {
        if (!met) {
            throw S3Error.INVALID_REQUEST.because("%s", text);
        }
    }
}
