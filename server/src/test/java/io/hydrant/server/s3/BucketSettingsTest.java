package io.hydrant.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.s3.Wire.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The documents of a bucket's settings: which are taken, and how they are shown again.
class BucketSettingsTest {
    private static final String RULE =
            "<LifecycleConfiguration><Rule>%s</Rule></LifecycleConfiguration>";

    @TempDir Path folder;
    private RunningS3 server;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        server = RunningS3.trusting(folder);
        wire = new Wire(server.uri());
        wire.put("/films", "");
        wire.put("/films.of.horror", "");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private String put(String setting, String document) {
        return wire.put("/films?" + setting, document).summary();
    }

    @Test
    void aStatusIsOneOfTwoWords() {
        String accelerate =
                "<AccelerateConfiguration><Status>%s</Status></AccelerateConfiguration>";
        String payment =
                "<RequestPaymentConfiguration><Payer>%s</Payer></RequestPaymentConfiguration>";
        String versioning =
                "<VersioningConfiguration><Status>%s</Status></VersioningConfiguration>";
        for (String wrong : List.of("random", "enabled", "", "requester")) {
            assertThat(put("accelerate", accelerate.formatted(wrong)))
                    .isEqualTo("400 MalformedXML");
            assertThat(put("requestPayment", payment.formatted(wrong)))
                    .isEqualTo("400 MalformedXML");
            assertThat(put("versioning", versioning.formatted(wrong)))
                    .isEqualTo("400 MalformedXML");
        }
        assertThat(put("accelerate", accelerate.formatted("Suspended"))).isEqualTo("200");
        assertThat(wire.get("/films?accelerate").has("Status")).isFalse();
        assertThat(put("accelerate", accelerate.formatted("Enabled"))).isEqualTo("200");
        assertThat(put("accelerate", accelerate.formatted("Suspended"))).isEqualTo("200");
        assertThat(wire.get("/films?accelerate").text("Status")).isEqualTo("Suspended");
        assertThat(
                        wire.put("/films.of.horror?accelerate", accelerate.formatted("Enabled"))
                                .summary())
                .isEqualTo("400 InvalidRequest");
        assertThat(put("requestPayment", payment.formatted("Requester"))).isEqualTo("200");
        assertThat(wire.get("/films?requestPayment").text("Payer")).isEqualTo("Requester");
        assertThat(put("versioning", versioning.formatted("Enabled</Status><Status>Suspended")))
                .isEqualTo("400 MalformedXML");
        assertThat(put("versioning", versioning.formatted("Enabled</Status><Other/><Status>")))
                .isEqualTo("400 MalformedXML");
        assertThat(put("versioning", versioning.formatted("Enabled</Status><Status>Enabled")))
                .isEqualTo("400 MalformedXML");
        String mfa = versioning.replace("</V", "<MfaDelete>Enabled</MfaDelete></V");
        assertThat(put("versioning", mfa.formatted("Enabled"))).isEqualTo("501 NotImplemented");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 MalformedXML    | -
                    400 MalformedXML    | <Rule/>
                    400 MalformedXML    | <Rule><BucketKeyEnabled>true</BucketKeyEnabled></Rule>
                    400 MalformedXML    | <Rule><D><A>AES256</A></D></Rule><Rule><D><A>AES256</A></D></Rule>
                    400 MalformedXML    | <Rule><D><A>rot13</A></D></Rule>
                    400 MalformedXML    | <Rule><D><K>key</K></D></Rule>
                    400 InvalidArgument | <Rule><D><A>AES256</A><K>key</K></D></Rule>
                    200                 | <Rule><D><A>AES256</A></D></Rule>
                    200                 | <Rule><D><A>aws:kms</A><K>key</K></D></Rule>
                    501 NotImplemented  | <Rule><D><A>aws:kms:dsse</A></D></Rule>
                    """)
    void encryptionIsOneRule(String expected, String rules) {
        String document =
                "<ServerSideEncryptionConfiguration>"
                        + (rules.equals("-") ? "" : rules)
                                .replace("D>", "ApplyServerSideEncryptionByDefault>")
                                .replace("A>", "SSEAlgorithm>")
                                .replace("K>", "KMSMasterKeyID>")
                        + "</ServerSideEncryptionConfiguration>";
        assertThat(put("encryption", document)).as(document).isEqualTo(expected);
        assertThat(wire.get("/films?encryption").summary())
                .isEqualTo(
                        expected.equals("200")
                                ? "200"
                                : "404 ServerSideEncryptionConfigurationNotFoundError");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 MalformedXML   | -
                    400 MalformedXML   | <CORSRule/>
                    400 MalformedXML   | <CORSRule><AllowedMethod>GET</AllowedMethod></CORSRule>
                    400 MalformedXML   | <CORSRule><O/><M/><Nonsense>1</Nonsense></CORSRule>
                    400 MalformedXML   | <CORSRule><O/><M/><MaxAgeSeconds>x</MaxAgeSeconds></CORSRule>
                    400 InvalidRequest | <CORSRule><O/><AllowedMethod>NOTREAL</AllowedMethod></CORSRule>
                    400 InvalidRequest | <CORSRule><O/><AllowedMethod>get</AllowedMethod></CORSRule>
                    400 InvalidRequest | <CORSRule><O/><M/><AllowedOrigin>*.*</AllowedOrigin></CORSRule>
                    400 InvalidRequest | <CORSRule><O/><M/><ExposeHeader>x-*</ExposeHeader></CORSRule>
                    200                | <CORSRule><O/><M/><AllowedHeader>*</AllowedHeader></CORSRule>
                    """)
    void corsRulesAreValidated(String expected, String rules) {
        String document =
                "<CORSConfiguration>"
                        + (rules.equals("-") ? "" : rules)
                                .replace("<O/>", "<AllowedOrigin>*</AllowedOrigin>")
                                .replace("<M/>", "<AllowedMethod>PUT</AllowedMethod>")
                        + "</CORSConfiguration>";
        assertThat(put("cors", document)).as(document).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 MalformedXML    | <S/><E>7</E>
                    400 MalformedXML    | <F/><E>7</E>
                    400 MalformedXML    | <F/><Prefix>a</Prefix><S/><E>7</E>
                    400 MalformedXML    | <F/><Status>enabled</Status><E>7</E>
                    400 MalformedXML    | <Filter><Prefix>a</Prefix><ObjectSizeLessThan>9</ObjectSizeLessThan></Filter><S/><E>7</E>
                    400 MalformedXML    | <F/><S/><Expiration/>
                    400 MalformedXML    | <F/><S/><Expiration><Days>1</Days><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>
                    400 MalformedXML    | <F/><S/><NoncurrentVersionExpiration/>
                    400 MalformedXML    | <F/><S/><E>soon</E>
                    400 MalformedXML    | <F/><S/><Transition><Days>1</Days><StorageClass>COPPER</StorageClass></Transition>
                    400 MalformedXML    | <F/><S/><E>7</E><Nonsense/>
                    400 InvalidArgument | <F/><S/><E>0</E>
                    400 InvalidArgument | <F/><S/><E>-1</E>
                    400 InvalidArgument | <F/><S/><Expiration><Date>2030-01-01T01:00:00Z</Date></Expiration>
                    400 InvalidRequest  | <F/><S/>
                    400 InvalidRequest  | <Filter><And><T/><T/></And></Filter><S/><E>7</E>
                    200                 | <F/><S/><E>7</E>
                    200                 | <Prefix>a</Prefix><S/><E>7</E>
                    200                 | <Filter><And><Prefix>a</Prefix><T/></And></Filter><S/><E>7</E>
                    200                 | <F/><S/><Expiration><Date>2030-01-01T00:00:00.000Z</Date></Expiration>
                    """)
    void lifecycleRulesAreValidated(String expected, String rule) {
        String document =
                RULE.formatted(
                        rule.replace("<F/>", "<Filter><Prefix/></Filter>")
                                .replace("<S/>", "<Status>Enabled</Status>")
                                .replace("<T/>", "<Tag><Key>k</Key><Value>v</Value></Tag>")
                                .replace("<E>", "<Expiration><Days>")
                                .replace("</E>", "</Days></Expiration>"));
        Answer answer = wire.put("/films?lifecycle", document);
        assertThat(answer.summary()).as(document).isEqualTo(expected);
        if (answer.status() == 200) {
            assertThat(answer.header("x-amz-transition-default-minimum-object-size"))
                    .isEqualTo("all_storage_classes_128K");
            assertThat(wire.get("/films?lifecycle").text("ID")).isNotEmpty();
        } else {
            assertThat(wire.get("/films?lifecycle").status()).isEqualTo(404);
        }
    }

    @Test
    void aLifecycleHasRulesEachWithItsOwnId() {
        String rule =
                "<Rule>%s<Filter/><Status>Enabled</Status>"
                        + "<Expiration><Days>1</Days></Expiration></Rule>";
        String whole = "<LifecycleConfiguration>%s</LifecycleConfiguration>";
        assertThat(put("lifecycle", whole.formatted(""))).isEqualTo("400 MalformedXML");
        String named = rule.formatted("<ID>a</ID>");
        assertThat(put("lifecycle", whole.formatted(named + named)))
                .isEqualTo("400 InvalidArgument");
        String nameless = rule.formatted("");
        assertThat(put("lifecycle", whole.formatted(nameless + nameless))).isEqualTo("200");
        assertThat(wire.get("/films?lifecycle").texts("ID")).doesNotHaveDuplicates().hasSize(2);
        String header = "x-amz-transition-default-minimum-object-size";
        assertThat(wire.put("/films?lifecycle", whole.formatted(named), header, "tiny").summary())
                .isEqualTo("400 InvalidRequest");
        wire.put("/films?lifecycle", whole.formatted(named), header, "varies_by_storage_class");
        assertThat(wire.get("/films?lifecycle").header(header))
                .isEqualTo("varies_by_storage_class");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    400 InvalidArgument | -
                    400 InvalidArgument | <IndexDocument><Suffix>/index.html</Suffix></IndexDocument>
                    400 InvalidArgument | <IndexDocument><Suffix/></IndexDocument>
                    400 InvalidArgument | <R/><IndexDocument><Suffix>a</Suffix></IndexDocument>
                    400 MalformedXML    | <RedirectAllRequestsTo/>
                    400 MalformedXML    | <I/><ErrorDocument/>
                    400 MalformedXML    | <I/><RoutingRules/>
                    400 InvalidRequest  | <RedirectAllRequestsTo><HostName>a</HostName><Protocol>ftp</Protocol></RedirectAllRequestsTo>
                    400 InvalidRequest  | <I/><RoutingRules><RoutingRule><Condition/><Redirect/></RoutingRule></RoutingRules>
                    200                 | <I/>
                    200                 | <R/>
                    """)
    void websitesAreValidated(String expected, String content) {
        String document =
                "<WebsiteConfiguration>"
                        + (content.equals("-") ? "" : content)
                                .replace(
                                        "<I/>", "<IndexDocument><Suffix>i</Suffix></IndexDocument>")
                                .replace(
                                        "<R/>",
                                        "<RedirectAllRequestsTo><HostName>a</HostName>"
                                                + "</RedirectAllRequestsTo>")
                        + "</WebsiteConfiguration>";
        assertThat(put("website", document)).as(document).isEqualTo(expected);
    }

    @Test
    void aLogGoesIntoABucketThatIsThere() {
        String logging =
                "<BucketLoggingStatus><LoggingEnabled><TargetBucket>%s</TargetBucket>"
                        + "<TargetPrefix>log/</TargetPrefix></LoggingEnabled></BucketLoggingStatus>";
        assertThat(put("logging", logging.formatted("nowhere")))
                .isEqualTo("400 InvalidTargetBucketForLogging");
        assertThat(put("logging", logging.formatted("films"))).isEqualTo("200");
        assertThat(wire.get("/films?logging").text("TargetBucket")).isEqualTo("films");
        assertThat(put("logging", "<BucketLoggingStatus/>")).isEqualTo("200");
        assertThat(wire.get("/films?logging").has("LoggingEnabled")).isFalse();
    }

    @Test
    void everyNotificationHasAnIdAndKnownEvents() {
        String queue =
                "<QueueConfiguration>%s<Queue>arn:aws:sqs:us-east-1:123456789012:q</Queue>"
                        + "<Event>%s</Event></QueueConfiguration>";
        String whole = "<NotificationConfiguration>%s</NotificationConfiguration>";
        assertThat(put("notification", whole.formatted(queue.formatted("", "notarealevent"))))
                .isEqualTo("400 InvalidArgument");
        String created = queue.formatted("", "s3:ObjectCreated:*");
        assertThat(put("notification", whole.formatted(created + created))).isEqualTo("200");
        assertThat(wire.get("/films?notification").texts("Id"))
                .doesNotHaveDuplicates()
                .hasSize(2)
                .allMatch(id -> !id.isEmpty());
        String named = queue.formatted("<Id>a</Id>", "s3:ObjectCreated:*");
        assertThat(put("notification", whole.formatted(named + named)))
                .isEqualTo("400 InvalidArgument");
        assertThat(
                        put(
                                "notification",
                                whole.formatted(named.replace("arn:aws:sqs", "arn:aws:sns"))))
                .isEqualTo("400 InvalidArgument");
        String filter =
                "<Filter><S3Key><FilterRule><Name>%s</Name><Value>v</Value></FilterRule></S3Key>"
                        + "</Filter></QueueConfiguration>";
        String filtered = named.replace("</QueueConfiguration>", filter);
        assertThat(put("notification", whole.formatted(filtered.formatted("infix"))))
                .isEqualTo("400 InvalidArgument");
        assertThat(put("notification", whole.formatted(filtered.formatted("prefix"))))
                .isEqualTo("200");
        assertThat(wire.get("/films?notification").text("Name")).isEqualTo("Prefix");
        assertThat(put("notification", whole.formatted(""))).isEqualTo("200");
        assertThat(wire.get("/films?notification").has("Id")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"accelerate", "requestPayment", "logging", "notification"})
    void whatAwsCannotDeleteIsNotDeleted(String setting) {
        assertThat(wire.call("DELETE", "/films?" + setting, "").summary())
                .isEqualTo("405 MethodNotAllowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "accelerate",
                "cors",
                "encryption",
                "lifecycle",
                "logging",
                "notification",
                "requestPayment",
                "website",
                "versioning",
                "tagging"
            })
    void whatIsNoDocumentOfTheSettingIsRefused(String setting) {
        for (String wrong : List.of("", "no xml", "<Other/>", "{}")) {
            assertThat(put(setting, wrong)).as(wrong).isEqualTo("400 MalformedXML");
        }
    }
}
