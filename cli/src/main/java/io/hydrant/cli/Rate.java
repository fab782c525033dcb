package io.hydrant.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// So many rows a second: `100/s`, or `100`.
record Rate(double rowsPerSecond) {

    static final class Converter implements ITypeConverter<Rate> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d+)?)(?:/s)?");

        @Override
        public Rate convert(String text) {
            Matcher matcher = FORM.matcher(text.strip());
            if (!matcher.matches() || Double.parseDouble(matcher.group(1)) == 0) {
                throw new TypeConversionException("\"" + text + "\" is not a rate like 100/s");
            }
            return new Rate(Double.parseDouble(matcher.group(1)));
        }
    }
}
