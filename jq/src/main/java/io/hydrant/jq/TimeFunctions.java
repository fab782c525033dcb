package io.hydrant.jq;

import java.time.Instant;
import java.util.Map;

/// Functions of time. The zone is UTC wherever jq asks the machine for one, and now is what the
/// caller of the evaluation says.
final class TimeFunctions {
    private TimeFunctions() {}

    static void addTo(Map<String, Natives.Factory> functions) {
        Natives.add(functions, "now", (run, in) -> now(run));
        Natives.add(functions, "gmtime", (run, in) -> broken(run, in, "gmtime"));
        Natives.add(functions, "localtime", (run, in) -> broken(run, in, "localtime"));
        Natives.add(functions, "mktime", TimeFunctions::seconds);
        Natives.add(functions, "strftime", (run, in, f) -> format(run, in, f, "strftime"));
        Natives.add(
                functions, "strflocaltime", (run, in, f) -> format(run, in, f, "strflocaltime"));
        Natives.add(functions, "strptime", TimeFunctions::parse);
    }

    private static JqNumber now(Run run) {
        Instant now = run.now();
        long micros = now.getNano() / 1_000;
        return new JqNumber(now.getEpochSecond() + micros / 1e6);
    }

    private static JqArray broken(Run run, JqValue in, String function) {
        if (!(in instanceof JqNumber(double seconds))) {
            throw new Raised(function + "() requires numeric inputs");
        }
        return BrokenDownTime.of(seconds).array(run, seconds - Math.floor(seconds), JqArray.EMPTY);
    }

    private static JqNumber seconds(Run run, JqValue in) {
        if (!(in instanceof JqArray array)) {
            throw new Raised("mktime requires array inputs");
        }
        BrokenDownTime time = BrokenDownTime.of(array);
        if (time == null) {
            throw new Raised("mktime requires parsed datetime inputs");
        }
        long seconds = time.seconds();
        if (seconds == -1) {
            throw new Raised("invalid gmtime representation");
        }
        if (seconds == -2) {
            // What jq takes for the answer of a machine that cannot do it.
            throw new Raised("mktime not supported on this platform");
        }
        return new JqNumber(seconds);
    }

    private static JqString format(Run run, JqValue in, JqValue format, String function) {
        BrokenDownTime time =
                switch (in) {
                    case JqNumber(double seconds) -> BrokenDownTime.of(seconds);
                    case JqArray array -> BrokenDownTime.of(array);
                    default -> null;
                };
        if (time == null) {
            throw new Raised(function + "/1 requires parsed datetime inputs");
        }
        if (!(format instanceof JqString(String pattern))) {
            throw new Raised(function + "/1 requires a string format");
        }
        run.meter.steps(pattern.length() / 8);
        String text = TimeFormat.format(pattern, time);
        if (text == null) {
            throw new Raised(function + "/1: unknown system failure");
        }
        return run.string(text);
    }

    private static JqArray parse(Run run, JqValue in, JqValue format) {
        if (!(in instanceof JqString(String text) && format instanceof JqString(String pattern))) {
            throw new Raised("strptime/1 requires string inputs and arguments");
        }
        run.meter.steps(pattern.length() / 8);
        TimeParser parser = new TimeParser(text);
        if (!parser.parse(pattern) || !parser.isAtEndOrSpace()) {
            throw new Raised("date \"" + text + "\" does not match format \"" + pattern + "\"");
        }
        String rest = parser.rest();
        return parser.time()
                .array(run, 0, rest.isEmpty() ? JqArray.EMPTY : JqArray.of(run.string(rest)));
    }
}
