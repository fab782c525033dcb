package io.hydrant.server.console;

import static org.assertj.core.api.Assertions.assertThat;

/// What holds of every page of the console.
final class Pages {
    private static final String OF_STRANGERS =
            "return document.querySelectorAll("
                    + "'main img, main script, main svg, iframe, object, embed').length";

    private Pages() {}

    /// The page that is shown hinders nobody, and is no wider than the window.
    static void areOpen(Browser browser) {
        assertThat(browser.barriers()).isEmpty();
        assertThat(browser.overflow()).isLessThanOrEqualTo(0);
    }

    /// Nothing of a stranger's text became an element, or ran, on the page that is shown.
    static void areUnharmed(Browser browser) {
        assertThat(browser.run(OF_STRANGERS)).isEqualTo(0L);
        assertThat(browser.run("return window.caught ?? null")).isNull();
        assertThat(browser.troubles()).isEmpty();
    }
}
