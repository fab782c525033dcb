package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;

/// Stacks in a browser: made, changed and deleted.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StacksPageTest {
    private static final String ATTACK = "<img src=x onerror=window.caught=1>";

    @TempDir static Path data;
    private static RunningConsole console;

    @BeforeAll
    static void start() throws IOException {
        console = new RunningConsole(data);
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
        }
    }

    /// The first, because there are no stacks yet.
    @Test
    @Order(1)
    void theExampleIsDeployedFilledChangedAndDeleted() {
        Browser browser = console.asRoot("#/stacks");
        browser.seeText("There are no stacks yet.").click("New stack");
        browser.click("Begin with the example").click("Check the template");
        browser.seeText("Write an object as soon as this much data has gathered, in MiB.");
        browser.type("BufferingIntervalInSeconds", "1");
        browser.field("I agree: CAPABILITY_IAM").click();
        browser.click("Show what would change").seeText("AWS::KinesisFirehose::DeliveryStream");
        assertThat(console.firehose.listDeliveryStreams().deliveryStreamNames())
                .as("nothing is done yet")
                .isEmpty();
        browser.seeText("Waits: nothing is done yet").seeText("press “Carry out”");
        browser.click("Carry out").seeText("CREATE_COMPLETE").seeText("Outputs");
        assertThat(browser.text())
                .contains("User Initiated")
                .contains("Resource creation Initiated");

        for (String film : List.of("Metropolis", "Nosferatu")) {
            console.firehose.putRecord(put ->
                    put.deliveryStreamName("movies-netflix")
                            .record(record ->
                                    record.data(
                                            SdkBytes.fromUtf8String(
                                                    "{\"Title\":\"" + film + "\"}\n"))));
        }
        browser.click("movies-netflix-000000000000").seeText("movies-netflix-000000000000");
        browser.waiting(
                "an object",
                () -> {
                    if (browser.text().contains("movies/")) {
                        return true;
                    }
                    if (!browser.text().contains("Loading…")) {
                        browser.driver().navigate().refresh();
                    }
                    return null;
                });
        browser.click("movies/");
        for (String folder : List.of("year=", "month=", "day=", "hour=", "movies-netflix-1")) {
            String name =
                    browser.waiting(
                            folder,
                            () ->
                                    (String)
                                            browser.run(
                                                    "return [...document.querySelectorAll('th a')]"
                                                            + ".map(one => one.innerText).find(text"
                                                            + " => text.startsWith(arguments[0]))"
                                                            + " ?? null",
                                                    folder));
            browser.click(name);
        }
        browser.seeText("Metropolis").see("table.data");
        browser.seeText("of the stream movies-netflix are here");

        browser.place("#/stacks/netflix").click("Update").click("Check the template");
        browser.type("BufferingSizeInMBs", "2").field("I agree: CAPABILITY_IAM").click();
        browser.click("Show what would change")
                .seeText("/Properties/ExtendedS3DestinationConfiguration/BufferingHints/SizeInMBs");
        browser.place("#/stacks/netflix")
                .seeText("Waits: nothing is done yet")
                .see("a[href*='/changes/']");
        browser.run("document.querySelector(\"a[href*='/changes/']\").click()");
        browser.seeText("Waits: nothing is done yet");
        browser.click("Carry out").seeText("UPDATE_COMPLETE");
        browser.place("#/stacks").seeText("Updated");
        assertThat(browser.see("tbody tr").getText()).doesNotContain("never");
        browser.place("#/stacks/netflix");

        browser.click("Delete").seeText("Stream movies-netflix with 0 records waiting");
        assertThat(browser.text())
                .containsPattern("Bucket movies-netflix-000000000000 with [12] objects?");
        browser.seeText("A bucket that holds objects is not deleted")
                .type("Type netflix to go on", "netflix")
                .click("Delete")
                .seeText("DELETE_FAILED");
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void whatATemplateLacksIsToldAndNothingIsDone() {
        Browser browser = console.asRoot("#/stacks/new");
        browser.type("Name", "broken").type("Template", "Resources: [");
        browser.click("Check the template").seeText("The server refused this.");
        browser.type("Template", "{\"Resources\":{\"A\":{\"Type\":\"AWS::S3::Nothing\"}}}");
        browser.click("Check the template");
        browser.seeText("AWS::S3::Nothing");
    }

    @Test
    void whoHasATakenNameIsTold() {
        for (String stack : List.of("first", "second")) {
            console.account.stack(
                    stack,
                    """
                    {"Parameters": {"Name": {"Type": "String", "Default": "wanted-by-two"}},
                     "Resources": {"Bucket": {"Type": "AWS::S3::Bucket",
                       "Properties": {"BucketName": {"Ref": "Name"}}}}}
                    """);
            console.account.settled(stack);
        }
        Browser browser = console.asRoot("#/stacks/second");
        browser.seeText("The name wanted-by-two is taken by the stack first.");
        browser.seeText("Give it a name of its own by Name. Delete this stack first");
    }

    @Test
    void aStrangersTextIsNeverMarkup() {
        console.account.stack(
                "evil",
                """
                {"Description": "%1$s",
                 "Parameters": {"P": {"Type": "String", "Default": "%1$s", "Description": "%1$s"}},
                 "Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}},
                 "Outputs": {"O": {"Value": "%1$s", "Description": "%1$s"}}}
                """
                        .formatted(ATTACK));
        console.account.settled("evil");
        Browser browser = console.asRoot("#/stacks").seeText(ATTACK);
        browser.place("#/stacks/evil")
                .seeText("Outputs")
                .seeText(ATTACK)
                .click("Show the template");
        browser.seeText("\"Parameters\"");
        browser.place("#/stacks/evil/update").click("Check the template").seeText("Parameters");
        browser.place("#/stacks/" + "%3Cimg%20src%3Dx%20onerror%3Dwindow.caught%3D1%3E")
                .seeText("The server refused this.");
        Pages.areUnharmed(browser);
    }

    @Test
    void whoMayLittleIsToldWhichPermissionIsMissing() {
        Browser browser = console.fresh();
        console.signIn(console.account.user("visitor"));
        browser.place("#/stacks").seeText("cloudformation:DescribeStacks");
        assertThat(browser.text()).doesNotContain("hydrant deploy");
        browser.see("input[aria-label='Name of the stack']").sendKeys("netflix");
        browser.click("Open").seeText("stack/netflix");
        browser.place("#/stacks/new").type("Name", "x").type("Template", "{}");
        browser.click("Check the template").seeText("cloudformation:GetTemplateSummary");
    }

    @Test
    void thePagesAreForEverybody() {
        console.account.stack(
                "plain", "{\"Resources\":{\"Bucket\":{\"Type\":\"AWS::S3::Bucket\"}}}");
        console.account.settled("plain");
        Browser browser = console.asRoot("#/stacks");
        for (String scheme : List.of("light", "dark")) {
            for (int width : List.of(360, 1440)) {
                browser.colours(scheme).size(width);
                browser.place("#/stacks").seeText("plain");
                Pages.areOpen(browser);
                browser.place("#/stacks/plain").seeText("CREATE_COMPLETE").seeText("Template");
                Pages.areOpen(browser);
                assertThat(browser.text().contains("There is more to the right"))
                        .isEqualTo(width == 360);
                browser.place("#/stacks/plain/update").seeText("Check the template");
                Pages.areOpen(browser);
            }
        }
    }
}
