package io.hydrant.core.objectstore;

import io.hydrant.aws.ServiceException;
import io.hydrant.core.catalog.Sql;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Buckets and what is configured on them. Durable before it answers; found in memory. Safe for use
/// from many threads: what changes index and memory holds this object's lock, so that both change
/// in the same order.
public final class Buckets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final List<String> RESERVED_PREFIXES =
            List.of("xn--", "sthree-", "amzn-s3-demo-");
    private static final List<String> RESERVED_SUFFIXES =
            List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");
    private static final String COLUMNS = "id, name, created, region, versioning";

    /// No ACLs, and closed to the public.
    static final Map<String, String> OF_NEW_BUCKETS =
            Map.of(
                    BucketDocument.PUBLIC_ACCESS_BLOCK,
                    PublicAccessBlock.ALL.toXml(),
                    BucketDocument.OWNERSHIP_CONTROLS,
                    ObjectOwnership.BucketOwnerEnforced.toXml());

    final Index index;
    private final BucketFiles files;
    private final InstantSource clock;
    private final ConcurrentMap<String, Bucket> byName = new ConcurrentHashMap<>();

    /// Documents by `id/kind`, so that a policy costs no query.
    private final ConcurrentMap<String, String> documents = new ConcurrentHashMap<>();

    Buckets(Index index, BucketFiles files, InstantSource clock) throws IOException {
        this.index = index;
        this.files = files;
        this.clock = clock;
        index.database()
                .read(connection ->
                        Sql.all(connection, "SELECT " + COLUMNS + " FROM bucket", Buckets::read))
                .forEach(bucket -> byName.put(bucket.name(), bucket));
        index.database()
                .read(connection ->
                        Sql.all(
                                connection,
                                "SELECT bucket, kind, body FROM bucket_document",
                                row ->
                                        List.of(
                                                row.getLong(1) + "/" + row.getString(2),
                                                row.getString(3))))
                .forEach(document -> documents.put(document.getFirst(), document.getLast()));
        Set<String> described = files.names();
        for (Bucket bucket : byName.values()) {
            if (!described.contains(bucket.name())) {
                files.write(bucket, documentsOf(bucket));
            }
        }
    }

    private Map<String, String> documentsOf(Bucket bucket) {
        String prefix = bucket.id() + "/";
        return documents.entrySet().stream()
                .filter(document -> document.getKey().startsWith(prefix))
                .collect(
                        Collectors.toMap(
                                document -> document.getKey().substring(prefix.length()),
                                Map.Entry::getValue));
    }

    /// After a change, before it is answered: what would be missed if the index were lost.
    private void note(Bucket bucket) {
        @Nullable Bucket now = byName.get(bucket.name());
        if (now == null) {
            files.delete(bucket.name());
        } else {
            files.write(now, documentsOf(now));
        }
        index.database().mark();
    }

    /// In order of their names.
    public List<Bucket> all() {
        return byName.values().stream().sorted(Comparator.comparing(Bucket::name)).toList();
    }

    public Optional<Bucket> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// @throws ServiceException NoSuchBucket
    public Bucket get(String name) {
        return find(name)
                .orElseThrow(() -> S3Error.NO_SUCH_BUCKET.refusal().with("BucketName", name));
    }

    /// @throws ServiceException when the name is taken or not one
    public Bucket create(String name, String region) throws IOException {
        return create(name, region, Map.of());
    }

    /// A bucket that is there only with its tags and its ownership.
    ///
    /// @throws ServiceException when the name is taken or not one
    public Bucket create(String name, String region, ObjectOwnership ownership, TagSet tags)
            throws IOException {
        Map<String, String> with = new HashMap<>();
        with.put(BucketDocument.OWNERSHIP_CONTROLS, ownership.toXml());
        if (!tags.tags().isEmpty()) {
            with.put(BucketDocument.TAGGING, tags.document());
        }
        return create(name, region, with);
    }

    /// With documents by their kinds: the bucket is never seen without them, nor without what every
    /// new bucket has.
    ///
    /// @throws ServiceException when the name is taken or not one
    public synchronized Bucket create(String name, String region, Map<String, String> with)
            throws IOException {
        Map<String, String> given = new HashMap<>(OF_NEW_BUCKETS);
        given.putAll(with);
        checkName(name);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Bucket created =
                index.database()
                        .write(connection -> {
                            if (row(connection, name).isPresent()) {
                                throw S3Error.BUCKET_ALREADY_OWNED_BY_YOU
                                        .refusal()
                                        .with("BucketName", name);
                            }
                            Sql.update(
                                    connection,
                                    "INSERT INTO bucket (name, created, region, versioning) VALUES (?, ?, ?, ?)",
                                    name,
                                    now.toEpochMilli(),
                                    region,
                                    Versioning.NEVER_ENABLED.name());
                            Bucket bucket = row(connection, name).orElseThrow();
                            for (Map.Entry<String, String> document : given.entrySet()) {
                                put(connection, bucket, document.getKey(), document.getValue());
                            }
                            return bucket;
                        });
        given.forEach((kind, body) -> documents.put(created.id() + "/" + kind, body));
        byName.put(name, created);
        note(created);
        return created;
    }

    /// @throws ServiceException BucketNotEmpty while any version or delete marker is left
    public synchronized void delete(String name) throws IOException {
        deleteNow(get(name));
    }

    /// This very bucket: another that has its name by now is left alone.
    ///
    /// @throws ServiceException BucketNotEmpty while any version or delete marker is left
    public synchronized void delete(Bucket bucket) throws IOException {
        if (find(bucket.name()).filter(now -> now.id() == bucket.id()).isPresent()) {
            deleteNow(bucket);
        }
    }

    private void deleteNow(Bucket bucket) throws IOException {
        index.change(connection -> {
            checkEmpty(connection, bucket);
            for (String blob :
                    Sql.all(
                            connection,
                            "SELECT blob FROM part WHERE upload IN (SELECT id FROM upload WHERE bucket = ?)",
                            row -> row.getString(1),
                            bucket.id())) {
                Index.release(connection, blob);
            }
            Sql.update(
                    connection,
                    "DELETE FROM part WHERE upload IN (SELECT id FROM upload WHERE bucket = ?)",
                    bucket.id());
            Sql.update(connection, "DELETE FROM upload WHERE bucket = ?", bucket.id());
            Sql.update(connection, "DELETE FROM bucket_document WHERE bucket = ?", bucket.id());
            return Sql.update(connection, "DELETE FROM bucket WHERE id = ?", bucket.id());
        });
        byName.remove(bucket.name());
        documents.keySet().removeIf(key -> key.startsWith(bucket.id() + "/"));
        note(bucket);
    }

    private static void checkEmpty(Connection connection, Bucket bucket) throws SQLException {
        boolean full =
                Sql.first(
                                connection,
                                "SELECT 1 FROM version WHERE bucket = ? LIMIT 1",
                                row -> row.getInt(1),
                                bucket.id())
                        .isPresent();
        if (full) {
            throw S3Error.BUCKET_NOT_EMPTY
                    .because(
                            "The bucket you tried to delete is not empty%s",
                            bucket.wasVersioned()
                                    ? ". You must delete all versions in the bucket."
                                    : "")
                    .with("BucketName", bucket.name());
        }
    }

    /// @throws IllegalArgumentException for [Versioning#NEVER_ENABLED]: there is no way back
    public synchronized void setVersioning(String name, Versioning versioning) throws IOException {
        if (versioning == Versioning.NEVER_ENABLED) {
            throw new IllegalArgumentException("Versioning can be suspended, not undone");
        }
        Bucket bucket = get(name);
        Bucket changed =
                index.database()
                        .write(connection -> {
                            Sql.update(
                                    connection,
                                    "UPDATE bucket SET versioning = ? WHERE id = ?",
                                    versioning.name(),
                                    bucket.id());
                            return row(connection, name).orElse(bucket);
                        });
        byName.put(name, changed);
        note(changed);
    }

    /// A document that is stored with the bucket, such as its policy, tags or encryption settings;
    /// `kind` names it.
    public Optional<String> document(Bucket bucket, String kind) {
        return Optional.ofNullable(documents.get(bucket.id() + "/" + kind));
    }

    /// @throws ServiceException NoSuchBucket when it was deleted meanwhile
    public synchronized void putDocument(Bucket bucket, String kind, String body)
            throws IOException {
        index.database()
                .write(connection -> put(connection, current(connection, bucket), kind, body));
        documents.put(bucket.id() + "/" + kind, body);
        note(bucket);
    }

    /// Puts a document on behalf of `maker`, which goes down with it in the same step: over its own
    /// or where there is none. One that somebody else put stays.
    ///
    /// @return whether it was put
    /// @throws ServiceException NoSuchBucket when it was deleted meanwhile
    public synchronized boolean putDocument(Bucket bucket, String kind, String body, String maker)
            throws IOException {
        boolean free =
                document(bucket, kind).isEmpty() || maker(bucket, kind).equals(Optional.of(maker));
        if (!free) {
            return false;
        }
        index.database()
                .write(connection ->
                        put(connection, current(connection, bucket), kind, body)
                                + put(connection, bucket, makerOf(kind), maker));
        documents.put(bucket.id() + "/" + makerOf(kind), maker);
        documents.put(bucket.id() + "/" + kind, body);
        note(bucket);
        return true;
    }

    /// On whose behalf a document was put.
    public Optional<String> maker(Bucket bucket, String kind) {
        return document(bucket, makerOf(kind));
    }

    private static String makerOf(String kind) {
        return BucketDocument.MAKER + "/" + kind;
    }

    /// Deletes a document if it is still the one that was put on behalf of `maker`.
    public synchronized void deleteDocument(Bucket bucket, String kind, String maker)
            throws IOException {
        if (maker(bucket, kind).equals(Optional.of(maker))) {
            deleteDocument(bucket, kind);
        }
    }

    private static int put(Connection connection, Bucket bucket, String kind, String body)
            throws SQLException {
        return Sql.update(
                connection,
                "INSERT OR REPLACE INTO bucket_document (bucket, kind, body) VALUES (?, ?, ?)",
                bucket.id(),
                kind,
                body);
    }

    /// The bucket as this transaction sees it: since it was found its versioning may have changed,
    /// or it was deleted and another one has its name.
    ///
    /// @throws ServiceException NoSuchBucket
    static Bucket current(Connection connection, Bucket asked) throws SQLException {
        return row(connection, asked.name())
                .filter(bucket -> bucket.id() == asked.id())
                .orElseThrow(
                        () -> S3Error.NO_SUCH_BUCKET.refusal().with("BucketName", asked.name()));
    }

    /// Deleting what is not there is fine.
    public synchronized void deleteDocument(Bucket bucket, String kind) throws IOException {
        index.database()
                .write(connection ->
                        Sql.update(
                                connection,
                                "DELETE FROM bucket_document WHERE bucket = ? AND kind IN (?, ?)",
                                bucket.id(),
                                kind,
                                makerOf(kind)));
        documents.remove(bucket.id() + "/" + kind);
        documents.remove(bucket.id() + "/" + makerOf(kind));
        note(bucket);
    }

    static Optional<Bucket> row(Connection connection, String name) throws SQLException {
        return Sql.first(
                connection,
                "SELECT " + COLUMNS + " FROM bucket WHERE name = ?",
                Buckets::read,
                name);
    }

    private static Bucket read(ResultSet row) throws SQLException {
        return new Bucket(
                row.getLong(1),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getString(4),
                Versioning.valueOf(row.getString(5)));
    }

    private static void checkName(String name) {
        boolean valid =
                NAME.matcher(name).matches()
                        && !name.contains("..")
                        && !ADDRESS.matcher(name).matches()
                        && RESERVED_PREFIXES.stream().noneMatch(name::startsWith)
                        && RESERVED_SUFFIXES.stream().noneMatch(name::endsWith);
        if (!valid) {
            throw S3Error.INVALID_BUCKET_NAME.refusal().with("BucketName", name);
        }
    }
}
