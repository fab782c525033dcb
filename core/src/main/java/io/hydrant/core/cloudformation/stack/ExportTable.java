package io.hydrant.core.cloudformation.stack;

import io.hydrant.core.catalog.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The catalog's rows of exported values, and of who uses them.
final class ExportTable {
    private ExportTable() {}

    /// In order of their names. A position is the last name before it.
    static Page<Export> page(Connection connection, Optional<String> position) throws SQLException {
        Page.Gathering<Export> page = new Page.Gathering<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT name, stack, value FROM stack_export WHERE name > ?"
                                + " ORDER BY name")) {
            select.setString(1, position.orElse(""));
            try (ResultSet row = select.executeQuery()) {
                boolean room = true;
                while (room && row.next()) {
                    Export export =
                            new Export(row.getString(1), row.getString(2), row.getString(3));
                    room = page.add(export, export.name(), export.value().length());
                }
            }
        }
        return page.page();
    }

    static Optional<Export> find(Connection connection, String name) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT name, stack, value FROM stack_export WHERE name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Export(row.getString(1), row.getString(2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    static List<Export> of(Connection connection, String stackId) throws SQLException {
        List<Export> exports = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT name, value FROM stack_export WHERE stack = ? ORDER BY name")) {
            select.setString(1, stackId);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    exports.add(new Export(row.getString(1), stackId, row.getString(2)));
                }
            }
        }
        return exports;
    }

    /// The names of the live stacks that use an export, in their order.
    static List<String> importers(Connection connection, String name) throws SQLException {
        List<String> stacks = new ArrayList<>();
        try (PreparedStatement select =
                connection.prepareStatement(
                        "SELECT stack.name FROM stack_import JOIN stack"
                                + " ON stack.id = stack_import.stack"
                                + " WHERE stack_import.name = ? ORDER BY stack.name")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    stacks.add(row.getString(1));
                }
            }
        }
        return stacks;
    }

    static void replaceExports(Connection connection, String stackId, Collection<Export> exports)
            throws SQLException {
        deleteAll(connection, "stack_export", stackId);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stack_export (name, stack, value) VALUES (?, ?, ?)")) {
            for (Export export : exports) {
                insert.setString(1, export.name());
                insert.setString(2, stackId);
                insert.setString(3, export.value());
                insert.executeUpdate();
            }
        }
    }

    static void replaceImports(Connection connection, String stackId, Collection<String> names)
            throws SQLException {
        deleteAll(connection, "stack_import", stackId);
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO stack_import (stack, name) VALUES (?, ?)")) {
            for (String name : names) {
                insert.setString(1, stackId);
                insert.setString(2, name);
                insert.executeUpdate();
            }
        }
    }

    static void addImport(Connection connection, String stackId, String name) throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO stack_import (stack, name) VALUES (?, ?) ON CONFLICT DO NOTHING",
                stackId,
                name);
    }

    private static void deleteAll(Connection connection, String table, String stackId)
            throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM " + table + " WHERE stack = ?")) {
            delete.setString(1, stackId);
            delete.executeUpdate();
        }
    }
}
