package io.hydrant.server.s3;

import io.hydrant.aws.ServiceException;
import io.hydrant.aws.xml.XmlElement;
import io.hydrant.core.objectstore.S3Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whom an access control list lets in, be it a canned one, grants in headers, or a document.
enum AclWish {
    NOTHING,
    OWNER,
    OTHERS,
    EVERYBODY;

    private static final String CANNED = "x-amz-acl";
    private static final String GRANT = "x-amz-grant-";
    private static final String GROUPS = "http://acs.amazonaws.com/groups/";

    /// Those for everybody, or for everybody who has an account somewhere.
    private static final Set<String> OPEN_GROUPS =
            Set.of(GROUPS + "global/AllUsers", GROUPS + "global/AuthenticatedUsers");

    private static final Set<String> PERMISSIONS =
            Set.of("FULL_CONTROL", "READ", "WRITE", "READ_ACP", "WRITE_ACP");

    boolean isOfOwner() {
        return this == NOTHING || this == OWNER;
    }

    /// @throws ServiceException when the headers are no list
    static AclWish of(S3Request request, String account) {
        Optional<String> canned = request.header(CANNED).filter(name -> !name.isEmpty());
        List<String> granted = new ArrayList<>();
        AclWish grants = NOTHING;
        for (String name : request.raw().head().headers().all().keySet()) {
            if (name.toLowerCase(Locale.ROOT).startsWith(GRANT)) {
                granted.add(name);
                grants = widest(grants, ofGrantees(name, request.header(name).orElse(""), account));
            }
        }
        if (canned.isPresent() && !granted.isEmpty()) {
            throw S3Error.INVALID_REQUEST.because(
                    "Specifying both Canned ACLs and Header Grants is not allowed");
        }
        return canned.map(AclWish::ofCanned).orElse(grants);
    }

    private static AclWish ofCanned(String name) {
        return switch (name) {
            // The bucket's owner is the owner of all that is in it.
            case "private", "bucket-owner-full-control", "bucket-owner-read" -> OWNER;
            case "public-read", "public-read-write", "authenticated-read" -> EVERYBODY;
            case "aws-exec-read", "log-delivery-write" -> OTHERS;
            default ->
                    throw S3Error.INVALID_ARGUMENT
                            .because("There is no canned ACL of this name")
                            .with("ArgumentName", CANNED)
                            .with("ArgumentValue", name);
        };
    }

    /// The value of a header: `id="…", uri="…"`.
    private static AclWish ofGrantees(String header, String grantees, String account) {
        AclWish wish = NOTHING;
        for (String grantee : grantees.split(",", -1)) {
            int equals = grantee.indexOf('=');
            String type = equals < 0 ? "" : grantee.substring(0, equals).strip();
            String value = grantee.substring(equals + 1).strip().replaceAll("^\"|\"$", "");
            wish =
                    widest(
                            wish,
                            switch (type) {
                                case "id" -> ofId(value, account, isFull(header));
                                case "uri" -> ofGroup(value);
                                case "emailAddress" -> OTHERS;
                                default ->
                                        throw S3Error.INVALID_ARGUMENT
                                                .because("Argument format not recognized")
                                                .with("ArgumentName", header)
                                                .with("ArgumentValue", grantees);
                            });
        }
        return wish;
    }

    private static boolean isFull(String header) {
        return header.equalsIgnoreCase(GRANT + "full-control");
    }

    /// @throws ServiceException MalformedACLError
    static AclWish of(XmlElement policy, String account) {
        if (!policy.name().equals("AccessControlPolicy")) {
            throw malformed();
        }
        Optional<String> owner = policy.child("Owner").flatMap(one -> one.textOf("ID"));
        if (!owner.map(String::strip).equals(Optional.of(Owner.id(account)))) {
            throw S3Error.ACCESS_DENIED.refusal();
        }
        XmlElement list = policy.child("AccessControlList").orElseThrow(AclWish::malformed);
        AclWish wish = list.children().isEmpty() ? OTHERS : OWNER; // none at all is not the owner's
        for (XmlElement grant : list.children()) {
            wish = widest(wish, ofGrant(grant, account));
        }
        return wish;
    }

    private static AclWish ofGrant(XmlElement grant, String account) {
        String permission = grant.textOf("Permission").orElse("").strip();
        XmlElement grantee = grant.child("Grantee").orElseThrow(AclWish::malformed);
        if (!grant.name().equals("Grant") || !PERMISSIONS.contains(permission)) {
            throw malformed();
        }
        Optional<String> id = grantee.textOf("ID");
        Optional<String> group = grantee.textOf("URI");
        if (id.isPresent() && group.isEmpty() && grantee.child("EmailAddress").isEmpty()) {
            return ofId(id.get().strip(), account, permission.equals("FULL_CONTROL"));
        }
        return group.map(uri -> ofGroup(uri.strip())).orElse(OTHERS);
    }

    private static AclWish ofId(String id, String account, boolean full) {
        return full && id.equals(Owner.id(account)) ? OWNER : OTHERS;
    }

    private static AclWish ofGroup(String uri) {
        return OPEN_GROUPS.contains(uri) ? EVERYBODY : OTHERS;
    }

    private static AclWish widest(AclWish one, AclWish other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static ServiceException malformed() {
        return new ServiceException(
                400,
                "MalformedACLError",
                "The XML you provided was not well-formed or did not validate against our published"
                        + " schema");
    }
}
