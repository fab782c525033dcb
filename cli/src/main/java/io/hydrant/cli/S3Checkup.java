package io.hydrant.cli;

import io.hydrant.cli.objects.S3Address;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.terminal.Console;
import io.hydrant.s3.BucketCheck;
import io.hydrant.s3.RemoteS3;
import io.hydrant.s3.RemoteS3Settings;
import io.hydrant.server.ServerSettings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The part of `hydrant check` that tries buckets of another S3.
record S3Checkup(OutputOptions output) {
    /// Returns the exit status: the worst of all that was found.
    int look(RemoteS3Settings settings, List<S3Address> buckets) throws IOException {
        BucketCheck.Weight worst = BucketCheck.Weight.GOOD;
        try (RemoteS3 remote = RemoteS3.open(settings, ServerSettings.REGION)) {
            for (S3Address address : buckets) {
                List<BucketCheck.Line> lines =
                        BucketCheck.of(remote, address.bucket(), address.key());
                tell(address, lines);
                for (BucketCheck.Line line : lines) {
                    worst = line.weight().compareTo(worst) > 0 ? line.weight() : worst;
                }
            }
        }
        return switch (worst) {
            case GOOD -> ExitStatus.DONE;
            case NOTE -> ExitStatus.PARTLY_DONE;
            case BAD -> ExitStatus.FAILED;
        };
    }

    private void tell(S3Address address, List<BucketCheck.Line> lines) {
        Console console = output.console();
        boolean isBad = lines.stream().anyMatch(line -> line.weight() == BucketCheck.Weight.BAD);
        if (output.json()) {
            ObjectNode document =
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("address", address.toString())
                            .put("takesObjects", !isBad);
            var all = document.putArray("lines");
            for (BucketCheck.Line line : lines) {
                all.addObject()
                        .put("weight", line.weight().name().toLowerCase(Locale.ROOT))
                        .put("what", line.what())
                        .put("nextStep", line.nextStep());
            }
            console.line(document.toString());
            return;
        }
        for (BucketCheck.Line line : lines) {
            String text =
                    "%-5s %s".formatted(line.weight().name().toLowerCase(Locale.ROOT), line.what());
            console.line(line.weight() == BucketCheck.Weight.BAD ? console.bad(text) : text);
            if (!line.nextStep().isEmpty()) {
                console.line("      " + line.nextStep());
            }
        }
        console.line(
                isBad
                        ? console.bad(address + ": nothing can be delivered there")
                        : console.good(address + ": what is put there is stored once"));
    }
}
