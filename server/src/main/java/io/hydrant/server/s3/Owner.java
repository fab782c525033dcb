package io.hydrant.server.s3;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.objectstore.ChecksumAlgorithm;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// The account as S3 names owners: 64 hexadecimal characters, always the same for an account.
final class Owner {
    private Owner() {}

    static String id(String account) {
        byte[] digest =
                ChecksumAlgorithm.digest("SHA-256")
                        .digest(("owner " + account).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    /// Who began an upload is always the account, whose number is its name.
    static void writeInitiator(XmlWriter xml, String account) {
        xml.start("Initiator").element("ID", id(account)).element("DisplayName", account).end();
    }

    static void write(XmlWriter xml, String element, String account) {
        xml.start(element).element("ID", id(account)).end();
    }
}
