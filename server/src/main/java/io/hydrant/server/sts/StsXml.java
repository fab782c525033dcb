package io.hydrant.server.sts;

import io.hydrant.aws.xml.XmlWriter;
import io.hydrant.core.iam.Sts;
import java.time.temporal.ChronoUnit;

/// Writes what answers of STS share.
final class StsXml {
    private StsXml() {}

    static void credentials(XmlWriter result, Sts.Credentials credentials) {
        result.start("Credentials")
                .element("AccessKeyId", credentials.accessKeyId())
                .element("SecretAccessKey", credentials.secretAccessKey().reveal())
                .element("SessionToken", credentials.sessionToken().reveal())
                .element(
                        "Expiration",
                        credentials.expires().truncatedTo(ChronoUnit.SECONDS).toString())
                .end();
    }
}
