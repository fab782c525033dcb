package io.hydrant.core.objectstore.setting;

import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import java.util.List;
import java.util.Set;

/// What an element of a document may hold. Whatever else it holds is MalformedXML: nothing that a
/// document says is passed over.
sealed interface SettingSchema {
    /// Text without elements.
    record Text() implements SettingSchema {}

    record OneOf(Set<String> values) implements SettingSchema {}

    record WholeNumber() implements SettingSchema {}

    /// Members in any order.
    record Structure(List<Member> members) implements SettingSchema {}

    /// A child of a structure, which is there `least` to `most` times.
    record Member(String name, SettingSchema schema, int least, int most) {}

    static SettingSchema text() {
        return new Text();
    }

    static SettingSchema oneOf(String... values) {
        return new OneOf(Set.of(values));
    }

    static SettingSchema number() {
        return new WholeNumber();
    }

    static SettingSchema truth() {
        return oneOf("true", "false");
    }

    static SettingSchema structure(Member... members) {
        return new Structure(List.of(members));
    }

    static Member one(String name, SettingSchema schema) {
        return new Member(name, schema, 1, 1);
    }

    static Member maybe(String name, SettingSchema schema) {
        return new Member(name, schema, 0, 1);
    }

    static Member some(String name, SettingSchema schema) {
        return new Member(name, schema, 1, Integer.MAX_VALUE);
    }

    static Member any(String name, SettingSchema schema) {
        return new Member(name, schema, 0, Integer.MAX_VALUE);
    }

    /// @throws io.hydrant.aws.ServiceException MalformedXML
    default void check(XmlElement element) {
        boolean valid =
                switch (this) {
                    case Text text -> element.children().isEmpty();
                    case OneOf one ->
                            element.children().isEmpty() && one.values().contains(element.text());
                    case WholeNumber number ->
                            element.children().isEmpty() && element.text().matches("-?\\d{1,9}");
                    case Structure structure -> isMet(structure, element);
                };
        if (!valid) {
            throw S3Error.MALFORMED_XML.refusal();
        }
    }

    private static boolean isMet(Structure structure, XmlElement element) {
        int known = 0;
        for (Member member : structure.members()) {
            List<XmlElement> found = element.children(member.name());
            found.forEach(member.schema()::check);
            if (found.size() < member.least() || found.size() > member.most()) {
                return false;
            }
            known += found.size();
        }
        return known == element.children().size() && element.text().isBlank();
    }
}
