package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.CanonicalUser;

/// The account as S3 names owners: 64 hexadecimal characters, always the same for an account.
final class Owner {
    private Owner() {}

    static String id(String account) {
        return CanonicalUser.id(account);
    }

    /// Who began an upload is always the account, whose number is its name.
    static void writeInitiator(XmlWriter xml, String account) {
        xml.start("Initiator").element("ID", id(account)).element("DisplayName", account).end();
    }

    static void write(XmlWriter xml, String element, String account) {
        xml.start(element).element("ID", id(account)).end();
    }
}
