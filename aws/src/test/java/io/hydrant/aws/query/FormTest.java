package io.hydrant.aws.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hydrant.aws.ServiceException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FormTest {
    @Test
    void decodesNamesAndValues() {
        Parameters parameters =
                Form.parse("Action=CreateStack&A.B=a+b%2Bc%C3%B1%3D&Tags=&Flag&&X=100%&Y=%zz");
        assertThat(parameters.get("Action")).contains("CreateStack");
        assertThat(parameters.get("A.B")).contains("a b+cñ=");
        assertThat(parameters.get("Tags")).contains("");
        assertThat(parameters.get("Flag")).contains("");
        assertThat(parameters.get("X")).contains("100%");
        assertThat(parameters.get("Y")).contains("%zz");
        assertThat(parameters.get("Absent")).isEmpty();
    }

    @Test
    void readsListsInTheOrderOfTheirNumbers() {
        Parameters parameters = Form.parse("L.member.2=b&L.member.10=c&L.member.1=a");
        assertThat(parameters.list("L")).containsExactly("a", "b", "c");
    }

    @Test
    void refusesMoreThanTenThousandParameters() {
        assertThat(Form.parse(parameters(10_000)).get("p9999")).contains("");
        assertThatThrownBy(() -> Form.parse(parameters(10_001)))
                .isInstanceOf(ServiceException.class);
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        for (String value : List.of("%ff", "a%ed%a0%80", "%c3%28")) {
            assertThatThrownBy(() -> Form.parse("Description=" + value))
                    .hasMessageContaining("The parameter Description is not UTF-8");
        }
        assertThatThrownBy(() -> Form.parse(new byte[] {'a', '=', (byte) 0xff}))
                .hasMessageContaining("The request's parameters are not UTF-8");
    }

    private static String parameters(int count) {
        return IntStream.range(0, count).mapToObj(i -> "p" + i).collect(Collectors.joining("&"));
    }
}
