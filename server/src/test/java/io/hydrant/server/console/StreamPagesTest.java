package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.server.FilmsPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationDescription;
import software.amazon.awssdk.services.firehose.model.ProcessingConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.ProcessorType;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.Tag;

/// A stream is made, records are sent and seen to go through, and it is taken away again.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StreamPagesTest {
    /// What a stranger writes into each field that he can fill.
    private static final String ATTACK =
            "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>";

    @TempDir static Path data;
    private static RunningConsole console;

    @BeforeAll
    static void start() throws IOException {
        console = new RunningConsole(data);
        FilmsPipeline.create(console.account.s3, console.account.iam, console.firehose, 900);
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    @Test
    @Order(1)
    void aStreamIsMadeFilledFlushedChangedAndDeleted() {
        Browser browser = console.asRoot("#/streams").seeText("films");
        browser.click("Create a stream").type("Stream name", "walk");
        browser.field("Bucket").sendKeys("films");
        browser.field("Role").sendKeys("delivery");
        browser.type("Prefix", "walk/").type("Interval in seconds", "600");
        browser.click("Create the stream").seeText("Open buffer").seeText("Buffer");
        browser.click("Send test records").click("My own text, one record per line");
        browser.type("Text", "one\ntwo\nthree").field("Pace").sendKeys("all at once");
        browser.click("Send 3 records")
                .seeText("3 of 3 acknowledged.")
                .seeText("Last RecordId:")
                .seeText("3 records, 14 B")
                .click("Flush now")
                .seeText("All records are delivered.");
        assertThat(browser.see("a.object").getDomAttribute("href"))
                .startsWith("#/objects/films/walk/");
        browser.place("#/streams/walk").seeText("Cut because somebody asked for it.");
        assertThat(browser.see("a.object").getText()).startsWith("walk/");
        browser.click("Edit").type("Prefix", "other/").click("Save").seeText("other/");
        assertThat(destination("walk").prefix()).isEqualTo("other/");
        browser.click("Delete");
        browser.see("dialog[open]");
        assertThat(browser.see("dialog button[type=submit]").isEnabled()).isFalse();
        browser.type("Type walk to confirm", "walk");
        browser.see("dialog button[type=submit]").click();
        browser.seeText("Create a stream").seeNoText("walk");
        assertThat(browser.troubles()).isEmpty();
        assertThat(browser.origins())
                .containsExactly(console.account.hydrant.endpoint().toString());
    }

    @Test
    @Order(2)
    void theBufferIsSeenToFillAsRecordsCome() {
        Browser browser = console.asRoot("#/streams/films").seeText("0 B of 1 MiB");
        put("films", "x".repeat(200_000));
        browser.seeText("195 KiB of 1 MiB");
        put("films", "x".repeat(400_000));
        browser.seeText("586 KiB of 1 MiB");
        browser.click("Flush now").seeText("0 B of 1 MiB").seeText("Last delivery");
    }

    @Test
    @Order(3)
    void whoMaySeeOneStreamSeesOneAndIsToldWhatIsMissing() {
        AwsCredentials reader = console.account.user("reader");
        console.account.iam.putUserPolicy(put ->
                put.userName("reader")
                        .policyName("one")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"firehose:DescribeDeliveryStream","Resource":"arn:aws:firehose:*:*:deliverystream/films"}]}\
                                """));
        console.fresh();
        Browser browser =
                console.signIn(reader).seeText("Others may exist that this key may not see.");
        browser.click("films").seeText("Open buffer").click("Flush now");
        browser.seeText("This needs the permission hydrant:FlushDeliveryStream");
        browser.seeText("firehose:ListTagsForDeliveryStream");
        browser.place("#/streams/hidden")
                .seeText("This needs the permission firehose:DescribeDeliveryStream on");
        assertThat(browser.text()).doesNotContain("Flush now");
    }

    @Test
    @Order(3)
    void whoMaySendAndNoMoreSendsAndIsToldWhatIsHiddenAndWhy() {
        AwsCredentials producer = console.account.user("producer");
        console.account.iam.putUserPolicy(put ->
                put.userName("producer")
                        .policyName("put")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["firehose:PutRecord","firehose:PutRecordBatch"],"Resource":"arn:aws:firehose:*:*:deliverystream/films"}]}\
                                """));
        console.fresh();
        Browser browser =
                console.signIn(producer)
                        .seeText("There is no delivery stream that this key may see.");
        assertThat(browser.text()).doesNotContain("hydrant deploy");
        browser.place("#/streams/films")
                .seeText("This needs the permission firehose:DescribeDeliveryStream on")
                .click("Send test records")
                .seeText("Pace");
        browser.place("#/streams");
        browser.see("input[aria-label='Name of the stream']").sendKeys("films");
        browser.click("Send test records").click("My own text, one record per line");
        browser.type("Text", "one").click("Send 1 record").seeText("1 of 1 acknowledged.");
        browser.seeText("that needs the permission firehose:DescribeDeliveryStream on this stream");
        browser.place("#/objects").seeText("s3:ListAllMyBuckets");
        browser.see("input[aria-label='Name of the bucket']").sendKeys("films");
        browser.click("Open").seeText("s3:ListBucket");
    }

    @Test
    @Order(3)
    void sendingGoesOnWhileOneLooksElsewhereAndSaysSo() {
        Browser browser =
                console.asRoot("#/streams/films/send").click("My own text, one record per line");
        browser.type("Text", "a line\n".repeat(40)).click("Send 40 records");
        browser.seeText("Sending goes on while you look at other pages").seeText("1 of 40");
        browser.place("#/objects").seeText("Sending to films goes on:");
        browser.seeText("3 of 40 acknowledged.").click("Show").seeText("Last RecordId:");
        browser.click("Stop").seeText("Stopped.");
        browser.place("#/objects").seeText("bucket").seeNoText("Sending to films");
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    @Order(3)
    void aStreamThatIsCalledAsAStepUpwardsIsLikeOthers() {
        String role = destination("films").roleARN();
        console.firehose.createDeliveryStream(create ->
                create.deliveryStreamName("..")
                        .extendedS3DestinationConfiguration(to ->
                                to.roleARN(role)
                                        .bucketARN("arn:aws:s3:::films")
                                        .prefix("dots/")
                                        .bufferingHints(hints ->
                                                hints.sizeInMBs(64).intervalInSeconds(900))));
        put("..", "up\n");
        Browser browser = console.asRoot("#/streams").click("..").seeText("1 record");
        browser.click("Flush now").seeText("Cut because somebody asked for it.");
        console.firehose.deleteDeliveryStream(delete -> delete.deliveryStreamName(".."));
    }

    @Test
    @Order(3)
    void everythingIsReachedByKeys() {
        Browser browser = console.asRoot("#/streams/films").seeText("Open buffer");
        browser.run("document.activeElement.blur()");
        browser.press(Keys.TAB).press(Keys.TAB);
        assertThat(focused(browser)).isNotEmpty();
        browser.run("document.querySelector('.skip').focus()");
        browser.press(Keys.ENTER);
        assertThat(focused(browser)).isEqualTo("films");
        browser.press(Keys.TAB);
        assertThat(focused(browser)).isEqualTo("Send test records");
        browser.press(Keys.TAB).press(Keys.TAB).press(Keys.TAB).press(Keys.ENTER);
        browser.see("dialog[open]");
        for (int i = 0; i < 8; i++) {
            browser.press(Keys.TAB);
            assertThat(
                            browser.run(
                                    "return document.activeElement === document.body"
                                            + " || document.activeElement.closest('dialog') !== null"))
                    .isEqualTo(true);
        }
        browser.press(Keys.ESCAPE)
                .waiting(
                        "the dialog is closed and the focus is back",
                        () -> focused(browser).equals("Delete") ? "back" : null);
    }

    private static String focused(Browser browser) {
        return String.valueOf(browser.run("return document.activeElement.innerText"));
    }

    @Test
    @Order(4)
    void whatStrangersWriteIsShownAndNeverRun() {
        console.firehose.tagDeliveryStream(tag ->
                tag.deliveryStreamName("films")
                        .tags(Tag.builder().key("k").value("=+ /:.@-_").build()));
        console.firehose.updateDestination(update ->
                update.deliveryStreamName("films")
                        .currentDeliveryStreamVersionId(description("films").versionId())
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(change -> change.prefix(ATTACK + "/")));
        Browser browser =
                console.asRoot("#/streams/films/send").click("My own text, one record per line");
        browser.type("Text", ATTACK).click("Send 1 record").click("Flush now");
        browser.seeText("All records are delivered.").seeText(ATTACK);
        browser.place("#/streams/films").seeText(ATTACK);
        browser.click("All of it, as JSON or for a template");
        browser.click("CloudFormation (YAML)").seeText("AWS::KinesisFirehose::DeliveryStream");
        browser.place("#/proof/films")
                .click("Prove it")
                .seeText("every record is there exactly once.");
        browser.place("#/streams/" + "%3Cimg%20src=x%20onerror=window.hit=1%3E").seeText("<img");
        browser.place("#/streams/films/edit").seeText("Edit the destination");
        assertThat(browser.run("return window.hit ?? null")).isNull();
        assertThat(browser.troubles()).isEmpty();
    }

    /// What a query says of a record has the record's own words in it.
    @Test
    @Order(4)
    void whyProcessingFailsIsToldWithWhatToDoNext() {
        String role = destination("films").roleARN();
        console.firehose.createDeliveryStream(create ->
                create.deliveryStreamName("keyed")
                        .extendedS3DestinationConfiguration(to ->
                                to.roleARN(role)
                                        .bucketARN("arn:aws:s3:::films")
                                        .prefix("keyed/!{partitionKeyFromQuery:c}/")
                                        .errorOutputPrefix(
                                                "it's/!{firehose:error-output-type}/!{timestamp:yyyy}/")
                                        .bufferingHints(
                                                hints -> hints.sizeInMBs(64).intervalInSeconds(60))
                                        .dynamicPartitioningConfiguration(on -> on.enabled(true))
                                        .processingConfiguration(keysBy("{c: error(.e)}"))));
        put("keyed", "{\"e\": \"" + ATTACK.replace("\"", "\\\"") + "\"}");
        Browser browser =
                console.asRoot("#/streams/keyed").seeText("Some records could not be processed.");
        browser.seeText("1 record, 0 dropped, 1 failed")
                .seeText("DynamicPartitioning.MetadataExtractionFailed")
                .seeText(ATTACK)
                .seeText("No partition key was found in them")
                .seeText(
                        "hydrant redrive 's3://films/it'\\''s/processing-failed/' --stream keyed --dry-run");
        Pages.areOpen(browser);
        assertThat(browser.run("return window.hit ?? null")).isNull();
        assertThat(browser.troubles()).isEmpty();
    }

    private static ProcessingConfiguration keysBy(String query) {
        return ProcessingConfiguration.builder()
                .enabled(true)
                .processors(
                        Processor.builder()
                                .type(ProcessorType.METADATA_EXTRACTION)
                                .parameters(
                                        parameter("MetadataExtractionQuery", query),
                                        parameter("JsonParsingEngine", "JQ-1.6"))
                                .build())
                .build();
    }

    private static ProcessorParameter parameter(String name, String value) {
        return ProcessorParameter.builder().parameterName(name).parameterValue(value).build();
    }

    @Test
    @Order(5)
    void whileTheServerIsAwayThePageSaysSoAndGoesOnByItself() {
        Browser browser = console.asRoot("#/streams/films").seeText("Last delivery");
        isAway(browser, true);
        browser.seeText("The server does not answer.").seeText("Last delivery");
        assertThat(browser.text()).doesNotContain("Failed to fetch", "NoAnswer");
        browser.place("#/access/simulator").seeText("The server does not answer."); // its module
        assertThat(browser.text()).doesNotContain("Failed to fetch", "NoAnswer");
        isAway(browser, false);
        browser.click("Try again").seeText("May somebody do something?");
        browser.place("#/streams/films").seeText("Last delivery");
        browser.seeNoText("The server does not answer.");
    }

    private static void isAway(Browser browser, boolean isAway) {
        browser.driver().executeCdpCommand("Network.enable", Map.of());
        browser.driver()
                .executeCdpCommand(
                        "Network.emulateNetworkConditions",
                        Map.of(
                                "offline", isAway,
                                "latency", 0,
                                "downloadThroughput", -1,
                                "uploadThroughput", -1));
    }

    /// The browser's clock is three hours ahead, and is set three hours behind while the page is
    /// open.
    @Test
    @Order(5)
    void theServersClockCountsWhateverTheBrowsersIs() {
        Browser browser = console.fresh();
        browser.driver()
                .executeCdpCommand(
                        "Page.addScriptToEvaluateOnNewDocument",
                        Map.of("source", "globalThis.hours = 3;" + CLOCK));
        browser.visit(console.address()).seeText("Sign in");
        console.signIn(console.account.root()).place("#/streams/films").seeText("Last delivery");
        assertThat(browser.text()).doesNotContain("hours ago").contains(" ago: ");
        browser.run("globalThis.hours = -3");
        long asked = polls(browser);
        browser.waiting("it has asked again", () -> polls(browser) > asked + 1 ? "yes" : null);
        browser.place("#/objects/films").see("tbody tr");
    }

    private static final String CLOCK =
            """
            const Real = Date;
            globalThis.Date = class extends Real {
                constructor(...given) {
                    given.length > 0 ? super(...given) : super(Date.now());
                }
                static now() {
                    return Real.now() + globalThis.hours * 3_600_000;
                }
            };
            """;

    private static long polls(Browser browser) {
        return ((Number)
                        Objects.requireNonNull(
                                browser.run(
                                        "return performance.getEntriesByType('resource')"
                                                + ".filter(one => one.name.includes('/status?')).length")))
                .longValue();
    }

    @Test
    @Order(5)
    void theProofTellsWhatLacks() {
        console.account.s3.listObjectsV2(list -> list.bucket("films")).contents().stream()
                .filter(object -> object.key().contains("films-"))
                .limit(1)
                .forEach(object ->
                        console.account.s3.deleteObject(
                                delete -> delete.bucket("films").key(object.key())));
        Browser browser = console.asRoot("#/proof/films").click("Prove it");
        browser.seeText("Not every record is there exactly once.")
                .seeText("in no object that was found");
    }

    @Test
    @Order(6)
    void everyPageIsForEverybodyOnEveryScreen() throws IOException {
        Browser browser = console.asRoot("#/streams").seeText("films");
        List<String> faults = new ArrayList<>();
        for (String place :
                List.of(
                        "streams",
                        "new-stream",
                        "streams/films",
                        "streams/films/edit",
                        "streams/films/send",
                        "proof/films",
                        "nowhere")) {
            browser.place("#/" + place).see("h1");
            browser.seeNoText("Loading…");
            for (Map.Entry<Integer, String> look : Map.of(360, "light", 1440, "dark").entrySet()) {
                int width = look.getKey();
                browser.size(width).colours(look.getValue());
                String where = place + " at " + width + ", " + look.getValue() + ": ";
                browser.barriers().forEach(barrier -> faults.add(where + barrier));
                if (browser.overflow() > 0) {
                    faults.add(where + browser.overflow() + " pixels too wide");
                }
                if (Boolean.getBoolean("hydrant.pictures")) {
                    browser.picture(place.replace('/', '-') + "-" + width);
                }
            }
        }
        assertThat(faults).isEmpty();
        assertThat(browser.troubles()).isEmpty();
    }

    private static void put(String stream, String data) {
        console.firehose.putRecord(put ->
                put.deliveryStreamName(stream)
                        .record(Record.builder().data(SdkBytes.fromUtf8String(data)).build()));
    }

    private static ExtendedS3DestinationDescription destination(String stream) {
        return description(stream).destinations().getFirst().extendedS3DestinationDescription();
    }

    private static DeliveryStreamDescription description(String stream) {
        return console.firehose
                .describeDeliveryStream(describe -> describe.deliveryStreamName(stream))
                .deliveryStreamDescription();
    }
}
