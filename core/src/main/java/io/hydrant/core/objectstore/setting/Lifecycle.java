package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When objects are to expire. Every rule has an id, something to do, and says for which objects.
final class Lifecycle implements Setting {
    private static final int RULES_MAX = 1000;
    private static final int ID_CHARS_MAX = 255;

    private static final SettingSchema STORAGE_CLASS =
            SettingSchema.oneOf(
                    "DEEP_ARCHIVE",
                    "GLACIER",
                    "GLACIER_IR",
                    "INTELLIGENT_TIERING",
                    "ONEZONE_IA",
                    "STANDARD_IA");

    private static final SettingSchema TAG =
            SettingSchema.structure(
                    SettingSchema.one("Key", SettingSchema.text()),
                    SettingSchema.one("Value", SettingSchema.text()));

    private static final SettingSchema FILTER =
            SettingSchema.structure(
                    SettingSchema.maybe("Prefix", SettingSchema.text()),
                    SettingSchema.maybe("Tag", TAG),
                    SettingSchema.maybe("ObjectSizeGreaterThan", SettingSchema.text()),
                    SettingSchema.maybe("ObjectSizeLessThan", SettingSchema.text()),
                    SettingSchema.maybe(
                            "And",
                            SettingSchema.structure(
                                    SettingSchema.maybe("Prefix", SettingSchema.text()),
                                    SettingSchema.any("Tag", TAG),
                                    SettingSchema.maybe(
                                            "ObjectSizeGreaterThan", SettingSchema.text()),
                                    SettingSchema.maybe(
                                            "ObjectSizeLessThan", SettingSchema.text()))));

    private static final SettingSchema RULE =
            SettingSchema.structure(
                    SettingSchema.maybe("ID", SettingSchema.text()),
                    SettingSchema.maybe("Prefix", SettingSchema.text()),
                    SettingSchema.maybe("Filter", FILTER),
                    SettingSchema.one("Status", SettingSchema.oneOf("Enabled", "Disabled")),
                    SettingSchema.maybe(
                            "Expiration",
                            SettingSchema.structure(
                                    SettingSchema.maybe("Days", SettingSchema.number()),
                                    SettingSchema.maybe("Date", SettingSchema.text()),
                                    SettingSchema.maybe(
                                            "ExpiredObjectDeleteMarker", SettingSchema.truth()))),
                    SettingSchema.any(
                            "Transition",
                            SettingSchema.structure(
                                    SettingSchema.maybe("Days", SettingSchema.number()),
                                    SettingSchema.maybe("Date", SettingSchema.text()),
                                    SettingSchema.one("StorageClass", STORAGE_CLASS))),
                    SettingSchema.maybe(
                            "NoncurrentVersionExpiration",
                            SettingSchema.structure(
                                    SettingSchema.maybe("NoncurrentDays", SettingSchema.number()),
                                    SettingSchema.maybe(
                                            "NewerNoncurrentVersions", SettingSchema.number()))),
                    SettingSchema.any(
                            "NoncurrentVersionTransition",
                            SettingSchema.structure(
                                    SettingSchema.one("NoncurrentDays", SettingSchema.number()),
                                    SettingSchema.maybe(
                                            "NewerNoncurrentVersions", SettingSchema.number()),
                                    SettingSchema.one("StorageClass", STORAGE_CLASS))),
                    SettingSchema.maybe(
                            "AbortIncompleteMultipartUpload",
                            SettingSchema.structure(
                                    SettingSchema.one(
                                            "DaysAfterInitiation", SettingSchema.number()))));

    private static final Set<String> ACTIONS =
            Set.of(
                    "Expiration",
                    "Transition",
                    "NoncurrentVersionExpiration",
                    "NoncurrentVersionTransition",
                    "AbortIncompleteMultipartUpload");

    @Override
    public String root() {
        return "LifecycleConfiguration";
    }

    @Override
    public SettingSchema schema() {
        return SettingSchema.structure(new SettingSchema.Member("Rule", RULE, 1, RULES_MAX));
    }

    @Override
    public Optional<XmlElement> kept(XmlElement root, Place place) {
        List<XmlElement> rules = Settings.identified(root.children(), "ID");
        Set<String> ids = new HashSet<>();
        for (XmlElement rule : rules) {
            check(rule);
            String id = rule.textOf("ID").orElseThrow();
            if (id.length() > ID_CHARS_MAX) {
                throw argument("ID length should not exceed allowed limit of 255", "ID", id);
            }
            if (!ids.add(id)) {
                throw argument(
                        "Rule ID must be unique. Found same ID for more than one rule", "ID", id);
            }
        }
        return Optional.of(new XmlElement(root.name(), "", rules));
    }

    private static void check(XmlElement rule) {
        checkScope(rule);
        if (rule.children().stream().noneMatch(child -> ACTIONS.contains(child.name()))) {
            throw S3Error.INVALID_REQUEST.because(
                    "At least one action needs to be specified in a rule");
        }
        rule.child("Expiration").ifPresent(each -> checkWhen(each, "Expiration", 1));
        rule.children("Transition").forEach(each -> checkWhen(each, "Transition", 0));
        rule.child("NoncurrentVersionExpiration").ifPresent(Lifecycle::checkNoncurrent);
        rule.children("NoncurrentVersionTransition").forEach(Lifecycle::checkNoncurrent);
        rule.child("AbortIncompleteMultipartUpload")
                .ifPresent(each ->
                        checkDays(
                                each, "DaysAfterInitiation", "AbortIncompleteMultipartUpload", 1));
    }

    /// For which objects: by a filter of one condition, or by a prefix as of old.
    private static void checkScope(XmlElement rule) {
        Optional<XmlElement> filter = rule.child("Filter");
        boolean once = filter.isPresent() != rule.child("Prefix").isPresent();
        if (!once || filter.filter(each -> each.children().size() > 1).isPresent()) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        Set<String> keys = new HashSet<>();
        List<XmlElement> tags =
                filter.flatMap(each -> each.child("And"))
                        .map(and -> and.children("Tag"))
                        .orElse(List.of());
        for (XmlElement tag : tags) {
            if (!keys.add(tag.textOf("Key").orElse(""))) {
                throw S3Error.INVALID_REQUEST.because("Duplicate Tag Keys are not allowed.");
            }
        }
    }

    /// One of days, date and, for an expiration, markers.
    private static void checkWhen(XmlElement action, String name, int least) {
        long members =
                action.children().stream()
                        .filter(child -> !child.name().equals("StorageClass"))
                        .count();
        if (members != 1) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        checkDays(action, "Days", name, least);
        action.textOf("Date").ifPresent(Lifecycle::checkDate);
    }

    private static void checkNoncurrent(XmlElement action) {
        if (action.child("NoncurrentDays").isEmpty()
                && action.child("NewerNoncurrentVersions").isEmpty()) {
            throw S3Error.MALFORMED_XML.refusal();
        }
        int least = action.name().endsWith("Expiration") ? 1 : 0;
        checkDays(action, "NoncurrentDays", action.name(), least);
        checkDays(action, "NewerNoncurrentVersions", action.name(), 1);
    }

    private static void checkDays(XmlElement action, String member, String name, int least) {
        Optional<String> days = action.textOf(member);
        if (days.filter(text -> Integer.parseInt(text) < least).isPresent()) {
            throw argument(
                    "'%s' for %s action must be a %s integer"
                            .formatted(member, name, least == 0 ? "nonnegative" : "positive"),
                    member,
                    days.get());
        }
    }

    private static void checkDate(String date) {
        try {
            boolean midnight =
                    OffsetDateTime.parse(date)
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toLocalTime()
                            .equals(LocalTime.MIDNIGHT);
            if (!midnight) {
                throw argument("'Date' must be at midnight GMT", "Date", date);
            }
        } catch (DateTimeParseException none) {
            throw S3Error.MALFORMED_XML.refusal();
        }
    }

    private static ServiceException argument(String text, String name, String value) {
        return S3Error.INVALID_ARGUMENT
                .because("%s", text)
                .with("ArgumentName", name)
                .with("ArgumentValue", value);
    }
}
