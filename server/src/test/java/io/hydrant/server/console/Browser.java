package io.hydrant.server.console;

import io.hydrant.testing.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/// Debian's chromium without a window, driven as a person would: by what is written on things.
/// Tests are skipped where there is none. Everything that is looked for is waited for.
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TALL = 900;

    private static final List<String> FLAGS =
            List.of(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--disable-quic",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                    "--lang=en-US");

    private static final String NAMED =
            """
            const scope = document.querySelector("dialog[open]") ?? document;
            return [...scope.querySelectorAll("button, a, summary, label, [role=tab]")].find(one =>
                one.checkVisibility() && !one.disabled
                    && (one.getAttribute("aria-label") === arguments[0]
                        || one.innerText.trim() === arguments[0])) ?? null;
            """;

    private static final String LABELLED =
            """
            const scope = document.querySelector("dialog[open]") ?? document;
            return [...scope.querySelectorAll("label")].find(one =>
                one.checkVisibility() && one.innerText.trim() === arguments[0])?.control ?? null;
            """;

    private static final String SHOWN =
            "return [...document.querySelectorAll(arguments[0])]"
                    + ".find(one => one.checkVisibility()) ?? null";

    /// It tells that it does not know this chromium's newest wishes, which nobody uses here.
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /// One for a test class; the class closes it.
    public static Browser open() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER),
                "There is no chromium with its chromedriver on this machine:"
                        + " apt-get install --no-install-recommends chromium chromium-driver");
        SELENIUM.setLevel(Level.SEVERE);
        ChromeDriverService service =
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .usingAnyFreePort()
                        .withEnvironment(Map.of("SE_OFFLINE", "true", "SE_AVOID_STATS", "true"))
                        .build();
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(FLAGS);
        LoggingPreferences logging = new LoggingPreferences();
        logging.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logging);
        Browser browser = new Browser(new ChromeDriver(service, options));
        browser.size(1440);
        return browser;
    }

    public ChromeDriver driver() {
        return driver;
    }

    /// A window of that width; also narrower than a real one can be.
    public Browser size(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", TALL, "deviceScaleFactor", 1, "mobile", false));
        return this;
    }

    /// What the system prefers, `light` or `dark`.
    public Browser colours(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        return this;
    }

    /// As if nobody had been there: nothing stored, no page open.
    public Browser forget(URI server) {
        driver.get("about:blank");
        driver.executeCdpCommand(
                "Storage.clearDataForOrigin",
                Map.of("origin", server.toString(), "storageTypes", "all"));
        driver.switchTo().newWindow(WindowType.TAB);
        String fresh = driver.getWindowHandle();
        for (String handle : driver.getWindowHandles()) {
            if (!handle.equals(fresh)) {
                driver.switchTo().window(handle).close();
            }
        }
        driver.switchTo().window(fresh);
        troubles();
        return this;
    }

    public Browser visit(String address) {
        driver.get(address);
        return this;
    }

    /// Goes to a place of the console without loading it anew: `#/streams`.
    public Browser place(String hash) {
        run("location.hash = arguments[0]", hash);
        return this;
    }

    /// Waits until something that the selector finds is shown.
    public WebElement see(String selector) {
        return waiting(selector + " is shown", () -> (WebElement) run(SHOWN, selector));
    }

    /// Waits until the page shows this text.
    public Browser seeText(String text) {
        waiting("the page says " + text, () -> text().contains(text) ? text : null);
        return this;
    }

    /// Waits until the page shows this text no more.
    public Browser seeNoText(String text) {
        waiting("the page says no more " + text, () -> text().contains(text) ? null : text);
        return this;
    }

    /// All that the page shows.
    public String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /// Clicks the button or link that is called so: by what is written on it, or its label.
    public Browser click(String name) {
        waiting(
                "a button or link " + name,
                () -> {
                    WebElement found = named(name);
                    if (found != null) {
                        found.click();
                    }
                    return found;
                });
        return this;
    }

    private @Nullable WebElement named(String name) {
        return (WebElement) run(NAMED, name);
    }

    /// The field with this label.
    public WebElement field(String label) {
        return waiting("a field " + label, () -> (WebElement) run(LABELLED, label));
    }

    /// Types into the field with this label, in place of what it had.
    public Browser type(String label, String text) {
        WebElement field = field(label);
        field.sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        field.sendKeys(text);
        return this;
    }

    /// Presses a key, wherever the focus is.
    public Browser press(Keys key) {
        driver.switchTo().activeElement().sendKeys(key);
        return this;
    }

    /// Runs JavaScript as the body of a function, with `arguments`.
    public @Nullable Object run(String script, Object... given) {
        return driver.executeScript(script, given);
    }

    /// Runs JavaScript that may `await`, and answers what it returns. What a page's policy forbids
    /// is allowed to it from the next page on, once [#bypassPolicy] was called.
    public @Nullable Object runAwaiting(String script, Object... given) {
        return driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1]; const given = [...arguments];"
                        + " (async () => { "
                        + script
                        + " })().then(done, trouble => done('trouble: ' + trouble));",
                given);
    }

    public Browser bypassPolicy(boolean isBypassed) {
        driver.executeCdpCommand("Page.setBypassCSP", Map.of("enabled", isBypassed));
        return this;
    }

    /// What the browser complained of since this was last asked: errors of scripts, and what a
    /// policy forbade. Not that a request was refused, which browsers tell too.
    public List<String> troubles() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .filter(message -> !message.contains("Failed to load resource"))
                .toList();
    }

    /// The origins of everything that this page has asked for.
    public List<String> origins() {
        return texts(
                run(
                        "return [...new Set(performance.getEntriesByType('resource')"
                                + ".concat(performance.getEntriesByType('navigation'))"
                                + ".map(one => new URL(one.name).origin))]"));
    }

    private static List<String> texts(@Nullable Object found) {
        return found instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(String.valueOf(found));
    }

    private long pixels(String script) {
        return ((Number) Objects.requireNonNull(run(script), script)).longValue();
    }

    /// How many pixels wider the page is than the window.
    public long overflow() {
        return pixels(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /// What keeps people out of this page, as axe-core sees it: serious and critical only.
    public List<String> barriers() {
        if (!Boolean.TRUE.equals(run("return typeof axe !== 'undefined'"))) {
            run(AxeScript.TEXT);
        }
        return texts(
                runAwaiting(
                        "const found = await axe.run(document, {resultTypes: ['violations']});"
                                + "return found.violations"
                                + ".filter(one => ['serious', 'critical'].includes(one.impact))"
                                + ".map(one => one.id + ': ' + one.nodes.map(node =>"
                                + " node.html.slice(0, 200) + ' (' + node.any.map(it =>"
                                + " it.message).join('; ') + ')').join(' | '));"));
    }

    private static final class AxeScript {
        static final String TEXT = text();

        private static String text() {
            try (InputStream file = Browser.class.getResourceAsStream("/axe.min.js")) {
                return new String(
                        Objects.requireNonNull(file, "axe.min.js").readAllBytes(),
                        StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// A picture of the whole page, in `target/pictures/NAME.png`, to be looked at.
    public Browser picture(String name) throws IOException {
        long height = pixels("return Math.min(4000, document.documentElement.scrollHeight)");
        long width = pixels("return innerWidth");
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        Math.max(TALL, height),
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        false));
        Path file = Path.of("target", "pictures", name + ".png");
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
        return size((int) width);
    }

    /// Waits for what is found; what was taken away in the midst of it is looked for again.
    public <T> T waiting(String what, Supplier<@Nullable T> found) {
        try {
            return Wait.upTo(PATIENCE)
                    .until(what, () -> unlessChanging(found), Optional::isPresent)
                    .orElseThrow();
        } catch (AssertionError missing) {
            throw new AssertionError(
                    missing.getMessage() + "\nThe page says: " + text() + "\n" + troubles(),
                    missing);
        }
    }

    private static <T> Optional<T> unlessChanging(Supplier<@Nullable T> found) {
        try {
            return Optional.ofNullable(found.get());
        } catch (StaleElementReferenceException changing) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
