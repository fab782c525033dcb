package io.hydrant.core.cloudformation.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.hydrant.core.iam.Principal;
import io.hydrant.core.iam.SampleCircumstances;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class PhysicalNameTest {
    private final PhysicalName names = new PhysicalName(new Random(1));

    @Test
    void aNameHasStackLogicalIdAndTwelveRandomCharacters() {
        assertThat(names.of(wanted("Films", "Role"), 64)).matches("Films-Role-[A-Za-z0-9]{12}");
        assertThat(names.lowerCase(wanted("Films", "Bucket"), 63))
                .matches("films-bucket-[a-z0-9]{12}");
    }

    /// As seen in AWS: a stack's name cut to 25 characters beside a logical id of 23.
    @Test
    void theShorterPartLeavesItsRoomToTheLonger() {
        String name = names.of(wanted("s".repeat(40), "l".repeat(23)), 63);
        assertThat(name).matches("s{25}-l{23}-[A-Za-z0-9]{12}");
        assertThat(names.of(wanted("s".repeat(40), "l".repeat(40)), 63))
                .matches("s{24}-l{24}-[A-Za-z0-9]{12}");
        assertThat(names.of(wanted("short", "l".repeat(60)), 63)).hasSize(62);
    }

    private static DesiredResource wanted(String stack, String logicalId) {
        return new DesiredResource(
                new Actor(new Principal.Root("000000000000"), SampleCircumstances.PLAIN),
                "arn:stack",
                stack,
                logicalId,
                List.of(),
                JsonNodeFactory.instance.objectNode());
    }
}
