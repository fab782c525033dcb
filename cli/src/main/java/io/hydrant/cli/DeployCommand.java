package io.hydrant.cli;

import io.hydrant.cli.client.Clients;
import io.hydrant.cli.program.CommandFailure;
import io.hydrant.cli.program.ExitStatus;
import io.hydrant.cli.program.Surroundings;
import io.hydrant.cli.stack.Deployment;
import io.hydrant.cli.stack.StackView;
import io.hydrant.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;

/// `hydrant deploy`: creates or updates a stack, showing its events as they happen.
@Command(
        name = "deploy",
        header = "Create or update a stack, with its events as they happen.",
        sortOptions = false,
        description = {
            "Creates the stack of a CloudFormation template, or updates it, showing its events as they happen and its outputs at"
                    + " the end. On an update, parameters that are not given keep their values."
        },
        footer = {
            "",
            "Examples:",
            "  hydrant deploy examples/netflix/pipeline.yaml --stack netflix",
            "  hydrant deploy examples/netflix/pipeline.yaml --stack netflix -p BufferingIntervalInSeconds=120 --aws"
        })
final class DeployCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TEMPLATE", description = "A template file, YAML or JSON.")
    private Path template = Path.of("");

    @Option(
            names = "--stack",
            paramLabel = "NAME",
            required = true,
            description = "The stack to create or update.")
    private String stack = "";

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "KEY=VALUE",
            description = "A parameter of the template; once for each.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--capabilities",
            paramLabel = "CAPABILITY",
            split = ",",
            defaultValue = "CAPABILITY_NAMED_IAM",
            description =
                    "What you allow the template to do. CloudFormation asks for it when a template creates roles or policies, since"
                            + " these can grant rights. Default: ${DEFAULT-VALUE}, because you name the template yourself. Give \"\" to be asked.")
    private List<String> capabilities = List.of();

    @Mixin private final TargetOptions target;
    @Mixin private final OutputOptions output;

    DeployCommand(Surroundings surroundings) {
        this.target = new TargetOptions(surroundings);
        this.output = new OutputOptions(surroundings);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        String text = TemplateFile.text(template, output.console().program());
        Deployment.Wish wish = new Deployment.Wish(stack, text, parameters, allowed());
        Console console = output.console();
        StackView view = new StackView(console, output.json());
        try (Clients clients = target.connect()) {
            Deployment.Outcome outcome = new Deployment(clients, view).carryOut(wish);
            if (!outcome.changed() && !output.json()) {
                console.line(
                        "The stack " + stack + " is as the template says; nothing was to be done.");
            }
            view.outputs(outcome.stack());
            return ExitStatus.DONE;
        } catch (CloudFormationException e) {
            throw TemplateFile.fault(template, text, e);
        }
    }

    private List<Capability> allowed() {
        return capabilities.stream()
                .filter(name -> !name.isEmpty())
                .map(DeployCommand::capability)
                .toList();
    }

    private static Capability capability(String name) {
        Capability capability = Capability.fromValue(name);
        if (capability == Capability.UNKNOWN_TO_SDK_VERSION) {
            throw CommandFailure.wrongUsage(
                    "There is no capability \"" + name + "\".",
                    "There are: " + Capability.knownValues() + ".");
        }
        return capability;
    }
}
