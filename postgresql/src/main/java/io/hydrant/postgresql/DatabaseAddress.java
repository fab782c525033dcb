package io.hydrant.postgresql;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a PostgreSQL database is and as whom it is used:
/// `postgresql://USER@HOST:PORT,HOST:PORT/DATABASE?sslmode=verify-full`. A password has no place in
/// it, since addresses are seen in lists of processes and in logs.
///
/// @param hosts with their ports, separated by commas
public record DatabaseAddress(
        Optional<String> user, String hosts, String database, Map<String, String> options) {
    /// What of the driver's options may be set; the others are Hydrant's own affair.
    private static final Set<String> OPTIONS =
            Set.of(
                    "sslmode",
                    "sslrootcert",
                    "sslcert",
                    "sslkey",
                    "channelBinding",
                    "gssEncMode",
                    "currentSchema");

    private static final Pattern SHAPE =
            Pattern.compile("postgres(?:ql)?://(?:([^@/?]*)@)?([^@/?]+)/([^/?]+)(?:\\?(.*))?");

    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(:\\d{1,5})?");

    public DatabaseAddress {
        options = Map.copyOf(options);
    }

    /// @throws IllegalArgumentException with a message for people
    public static DatabaseAddress parse(String text) {
        Matcher parts = SHAPE.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "A database is given as postgresql://USER@HOST:PORT/NAME, for example"
                            + " postgresql://hydrant@db.example:5432/hydrant?sslmode=verify-full");
        }
        Optional<String> user = Optional.ofNullable(parts.group(1)).map(DatabaseAddress::decoded);
        if (parts.group(1) != null && parts.group(1).contains(":")) {
            throw new IllegalArgumentException(
                    "The address of the database has a password in it, which everybody on this"
                            + " machine could read. Take it out, and give it by PGPASSWORD, by"
                            + " ~/.pgpass or by --database-password-file.");
        }
        for (String host : parts.group(2).split(",", -1)) {
            if (!HOST.matcher(host).matches()) {
                throw new IllegalArgumentException("No host of a database: '" + host + "'");
            }
        }
        return new DatabaseAddress(
                user.filter(name -> !name.isEmpty()),
                parts.group(2),
                decoded(parts.group(3)),
                options(Optional.ofNullable(parts.group(4)).orElse("")));
    }

    private static Map<String, String> options(String query) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String option : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            if (equals < 0 || !OPTIONS.contains(name)) {
                throw new IllegalArgumentException(
                        "The address of the database may not have the option '%s'. It may have: %s."
                                .formatted(
                                        name,
                                        String.join(", ", OPTIONS.stream().sorted().toList())));
            }
            options.put(name, decoded(option.substring(equals + 1)));
        }
        return options;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    String jdbc() {
        try {
            return "jdbc:postgresql://"
                    + hosts
                    + new URI(null, null, "/" + database, null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("No name of a database: " + database, e);
        }
    }

    void addTo(Properties properties) {
        user.ifPresent(name -> properties.setProperty("user", name));
        options.forEach(properties::setProperty);
    }

    /// For people; of the driver's options only the schema is named.
    @Override
    public String toString() {
        String schema = options.get("currentSchema");
        return "postgresql://"
                + user.map(name -> name + "@").orElse("")
                + hosts
                + "/"
                + database
                + (schema == null ? "" : "?currentSchema=" + schema);
    }
}
