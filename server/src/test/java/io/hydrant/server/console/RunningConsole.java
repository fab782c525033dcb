package io.hydrant.server.console;

import io.hydrant.server.RunningAccount;
import java.io.IOException;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.firehose.FirehoseClient;

/// A whole server with a browser before it: for the tests of one class, which are not to see what
/// the one before has left (see [#fresh]).
public final class RunningConsole implements AutoCloseable {
    public final RunningAccount account;
    public final Browser browser;
    public final FirehoseClient firehose;

    public RunningConsole(Path data) throws IOException {
        browser = Browser.open();
        account = new RunningAccount(data);
        firehose = account.client(FirehoseClient.builder(), account.root());
    }

    public String address() {
        return account.hydrant.endpoint() + ConsolePage.PATH;
    }

    /// A tab that nobody has used, at the sign-in.
    public Browser fresh() {
        return browser.forget(account.hydrant.endpoint())
                .bypassPolicy(false)
                .colours("light")
                .size(1440)
                .visit(address())
                .seeText("Sign in");
    }

    /// Signs in by the form.
    public Browser signIn(AwsCredentials key) {
        return browser.type("Access key id", key.accessKeyId())
                .type("Secret access key", key.secretAccessKey())
                .click("Sign in")
                .seeText("Sign out");
    }

    /// A fresh tab in which the root user is signed in, at a place such as `#/streams`.
    public Browser asRoot(String hash) {
        fresh();
        signIn(account.root());
        return browser.place(hash);
    }

    @Override
    public void close() {
        browser.close();
        firehose.close();
        account.close();
    }
}
