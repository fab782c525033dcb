package io.hydrant.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PercentEncodingTest {
    @Test
    void encodesAllButTheUnreserved() {
        assertThat(PercentEncoding.encode("aZ09-._~ /+ñ%")).isEqualTo("aZ09-._~%20%2F%2B%C3%B1%25");
        assertThat(PercentEncoding.encodePath("/a b/c")).isEqualTo("/a%20b/c");
    }

    @Test
    void aPlusIsAPlusInAPathAndASpaceInAForm() {
        assertThat(PercentEncoding.decode("/a+b%20c")).isEqualTo("/a+b c");
        assertThat(PercentEncoding.decodeForm("a+b%2Bc")).isEqualTo("a b+c");
    }

    @Test
    void aPercentWithoutTwoDigitsStandsForItself() {
        assertThat(PercentEncoding.decode("%")).isEqualTo("%");
        assertThat(PercentEncoding.decode("%4")).isEqualTo("%4");
        assertThat(PercentEncoding.decode("%4g%41")).isEqualTo("%4gA");
    }

    @Test
    void respellsAPathToTheOneSpelling() {
        assertThat(PercentEncoding.respellPath("/a%2fb/%7e!/..//x")).isEqualTo("/a/b/~%21/..//x");
    }
}
