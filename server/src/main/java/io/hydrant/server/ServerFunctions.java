package io.hydrant.server;

import io.hydrant.aws.Arn;
import io.hydrant.core.iam.AssumeRoleDenied;
import io.hydrant.core.iam.Authorizer;
import io.hydrant.core.iam.RequestKeys;
import io.hydrant.core.iam.Sts;
import io.hydrant.core.stream.RoleAssumer;
import io.hydrant.core.transform.lambda.Functions;
import io.hydrant.core.transform.lambda.LambdaError;
import io.hydrant.lambda.local.FunctionHost;
import io.hydrant.lambda.local.LocalFunctions;
import io.hydrant.lambda.remote.LambdaEndpoint;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// The functions of a server, for roles that may invoke them: those that run here, by their names,
/// and all others elsewhere, if there is an elsewhere. Safe for use from many threads.
final class ServerFunctions implements Functions, AutoCloseable {
    private static final String SERVICE = "lambda.amazonaws.com";

    /// How long a function's credentials last; its process has others before that.
    private static final Duration CREDENTIALS_TIME = Duration.ofHours(1);

    private final LocalFunctions here;
    private final Optional<LambdaEndpoint> elsewhere;
    private final CompletableFuture<URI> server;
    private final Functions permitted;

    private ServerFunctions(
            LocalFunctions here,
            Optional<LambdaEndpoint> elsewhere,
            CompletableFuture<URI> server,
            UnaryOperator<Functions> permission) {
        this.here = here;
        this.elsewhere = elsewhere;
        this.server = server;
        this.permitted = permission.apply(this::invokeWhereItIs);
    }

    /// None of them runs before the server answers: see [#begin].
    static ServerFunctions of(
            ServerSettings settings,
            Optional<Path> certificate,
            Sts sts,
            Authorizer authorizer,
            InstantSource clock,
            RandomGenerator random) {
        CompletableFuture<URI> server = new CompletableFuture<>();
        FunctionHost host =
                new FunctionHost(
                        settings.region(),
                        settings.account(),
                        System.getenv(),
                        new FunctionHost.Server() {
                            @Override
                            public URI endpoint() {
                                return server.join();
                            }

                            @Override
                            public Optional<Path> certificate() {
                                return certificate;
                            }
                        },
                        (role, function) -> credentials(sts, role, function),
                        clock,
                        random);
        return new ServerFunctions(
                new LocalFunctions(settings.functions().here(), host),
                settings.functions().elsewhere().map(place -> endpoint(place, clock)),
                server,
                all ->
                        new PermittedFunctions(
                                all, RoleAssumer.by(sts), authorizer, settings.region(), clock));
    }

    private static LambdaEndpoint endpoint(FunctionSettings.Elsewhere place, InstantSource clock) {
        return switch (place) {
            case FunctionSettings.Elsewhere.Aws aws -> LambdaEndpoint.aws(clock);
            case FunctionSettings.Elsewhere.At at -> LambdaEndpoint.at(at.endpoint(), clock);
        };
    }

    /// As AWS Lambda does: the role must trust it, and the session has the function's name.
    private static FunctionHost.Credentials credentials(Sts sts, String roleArn, String functionArn)
            throws NotInvokedException {
        String name = functionArn.substring(functionArn.lastIndexOf(':') + 1);
        String account = Arn.parse(functionArn).account();
        RequestKeys keys =
                RequestKeys.of(
                        Map.of(
                                "aws:SourceAccount", List.of(account),
                                "aws:SourceArn", List.of(functionArn)));
        try {
            Sts.Credentials given = sts.lend(roleArn, SERVICE, name, keys, CREDENTIALS_TIME);
            return new FunctionHost.Credentials(
                    given.accessKeyId(),
                    given.secretAccessKey().reveal(),
                    given.sessionToken().reveal(),
                    given.expires());
        } catch (AssumeRoleDenied e) {
            throw LambdaError.INVOKE_ACCESS_DENIED.because(
                    "the function's own role: " + e.getMessage());
        } catch (IOException e) {
            throw LambdaError.SERVICE_EXCEPTION.because(
                    "no credentials of " + roleArn + ": " + e.getMessage());
        }
    }

    /// Begins those that run here, now that the server answers there.
    void begin(URI endpoint) {
        server.complete(endpoint);
        here.begin();
    }

    @Override
    public byte[] invoke(Call call) throws NotInvokedException, InterruptedException {
        return permitted.invoke(call);
    }

    private byte[] invokeWhereItIs(Call call) throws NotInvokedException, InterruptedException {
        if (here.has(call.functionArn())) {
            return here.invoke(call);
        }
        if (elsewhere.isPresent()) {
            return elsewhere.get().invoke(call);
        }
        throw LambdaError.RESOURCE_NOT_FOUND.because(
                "no --lambda of this server is called so, and there is no --lambda-endpoint");
    }

    @Override
    public void close() {
        server.cancel(false); // whoever waits for it, waits no longer
        here.close();
        elsewhere.ifPresent(LambdaEndpoint::close);
    }
}
