package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/// Who may look, and where the key is.
class SignInTest {
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

    @Test
    void aKeyOfTheServerIsSignedInAndForgottenAtSigningOut() {
        Browser browser = console.fresh();
        console.signIn(console.account.root());
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(1L);
        browser.driver().navigate().refresh();
        browser.seeText("Sign out").seeText("There are no delivery streams yet.");
        assertThat(browser.origins())
                .containsExactly(console.account.hydrant.endpoint().toString());
        browser.click("Sign out").seeText("Access key id");
        assertThat(browser.run("return sessionStorage.length + localStorage.length")).isEqualTo(0L);
        assertThat(browser.driver().manage().getCookies()).isEmpty();
        assertThat(browser.troubles()).isEmpty();
    }

    @Test
    void aWrongSecretIsToldAndKeptNowhere() {
        Browser browser = console.fresh();
        AwsCredentials wrong =
                AwsBasicCredentials.create(console.account.root().accessKeyId(), "wrong");
        browser.type("Access key id", wrong.accessKeyId())
                .type("Secret access key", "wrong")
                .click("Sign in")
                .seeText("The server does not accept this key.");
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void aKeyThatIsDeletedMeanwhileLeadsBackToTheSignIn() {
        AwsCredentials leaver = console.account.user("leaver");
        Browser browser = console.fresh();
        console.signIn(leaver);
        console.account.deleteUser("leaver");
        browser.seeText("Your key is no longer valid.");
        assertThat(browser.run("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void theLanguageAndTheColoursAreChosenAndKept() {
        Browser browser = console.fresh();
        browser.run(
                "for (const [label, value] of [['Language', 'es'], ['Colours', 'dark']]) {"
                        + "const choice = document.querySelector(`[aria-label=${label}]`);"
                        + "choice.value = value;"
                        + "choice.dispatchEvent(new Event('change', {bubbles: true})); }");
        browser.seeText("Clave de acceso secreta");
        browser.driver().navigate().refresh();
        browser.seeText("Clave de acceso secreta");
        assertThat(
                        browser.run(
                                "return document.documentElement.lang + document.documentElement.dataset.theme"))
                .isEqualTo("esdark");
    }

    @Test
    void whoMayDoNothingIsToldWhichActionIsMissing() {
        AwsCredentials nobody = console.account.user("nobody");
        Browser browser = console.fresh();
        console.signIn(nobody);
        browser.seeText("There is no delivery stream that this key may see.")
                .seeText("firehose:DescribeDeliveryStream");
    }
}
