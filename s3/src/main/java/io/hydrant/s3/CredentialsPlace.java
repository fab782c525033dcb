package io.hydrant.s3;

import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/// Where a key for S3 is kept.
public sealed interface CredentialsPlace {
    /// Wherever AWS's own tools look, in their order.
    record Anywhere() implements CredentialsPlace {}

    /// A profile of `~/.aws`.
    record Profile(String name) implements CredentialsPlace {}

    /// `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
    record Environment() implements CredentialsPlace {}

    /// The role of the container or the machine that the program runs in.
    record Instance() implements CredentialsPlace {}

    /// Nowhere: whoever connects has it.
    record Held(AwsCredentialsProvider key) implements CredentialsPlace {}

    /// As `--s3-credentials` names it.
    static CredentialsPlace named(String name) {
        return switch (name) {
            case "" -> new Anywhere();
            case "env" -> new Environment();
            case "instance" -> new Instance();
            default -> new Profile(name);
        };
    }

    /// As `--s3-credentials` names it; empty for [Anywhere].
    default String name() {
        return switch (this) {
            case Anywhere anywhere -> "";
            case Profile profile -> profile.name();
            case Environment environment -> "env";
            case Instance instance -> "instance";
            case Held held -> "";
        };
    }

    /// Why there can be no key there, when that can be told without asking anybody.
    ///
    /// @param variables whether a variable of the environment is set
    default Optional<String> absence(Predicate<String> variables) {
        return switch (this) {
            case Anywhere anywhere -> Optional.empty();
            case Profile profile ->
                    ProfileFile.defaultProfileFile().profile(profile.name()).isPresent()
                            ? Optional.empty()
                            : Optional.of("There is no profile \"" + profile.name() + "\".");
            case Environment environment ->
                    variables.test("AWS_ACCESS_KEY_ID") && variables.test("AWS_SECRET_ACCESS_KEY")
                            ? Optional.empty()
                            : Optional.of(
                                    "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set.");
            case Instance instance -> Optional.empty();
            case Held held -> Optional.empty();
        };
    }

    /// Finds the key, and finds it anew when it has run out.
    default AwsCredentialsProvider provider() {
        return switch (this) {
            case Anywhere anywhere -> DefaultCredentialsProvider.builder().build();
            case Profile profile ->
                    ProfileCredentialsProvider.builder().profileName(profile.name()).build();
            case Environment environment -> EnvironmentVariableCredentialsProvider.create();
            case Instance instance ->
                    AwsCredentialsProviderChain.of(
                            ContainerCredentialsProvider.create(),
                            InstanceProfileCredentialsProvider.create());
            case Held held -> held.key();
        };
    }
}
