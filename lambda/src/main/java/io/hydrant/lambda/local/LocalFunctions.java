package io.hydrant.lambda.local;

import io.hydrant.core.transform.lambda.Functions;
import io.hydrant.core.transform.lambda.LambdaError;
import io.hydrant.lambda.FunctionArn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The functions that run here. Safe for use from many threads.
public final class LocalFunctions implements Functions, AutoCloseable {
    private final Map<String, FunctionPool> pools = new LinkedHashMap<>();

    /// None of them runs yet.
    public LocalFunctions(List<LocalFunction> functions, FunctionHost host) {
        functions.forEach(each -> pools.put(each.name(), new FunctionPool(each, host)));
    }

    /// Refuses functions that cannot run, as far as that can be seen without running them.
    ///
    /// @param variables the server's environment
    public static void check(List<LocalFunction> functions, Map<String, String> variables)
            throws UnusableFunctionException {
        Interpreters interpreters = new Interpreters(variables);
        Map<String, LocalFunction> byName = new LinkedHashMap<>();
        for (LocalFunction function : functions) {
            interpreters.check(function);
            if (byName.put(function.name(), function) != null) {
                throw new UnusableFunctionException(
                        "There are two functions called " + function.name() + ".",
                        "Give each a name of its own.");
            }
        }
    }

    /// Begins a process of each, in the background.
    public void begin() {
        pools.values().forEach(FunctionPool::beginFirst);
    }

    /// Whether there is one of this ARN, in whatever region and account.
    public boolean has(String functionArn) {
        return find(functionArn).isPresent();
    }

    private Optional<FunctionPool> find(String functionArn) {
        return FunctionArn.of(functionArn).map(arn -> pools.get(arn.name()));
    }

    @Override
    public byte[] invoke(Call call) throws NotInvokedException, InterruptedException {
        return find(call.functionArn())
                .orElseThrow(LambdaError.RESOURCE_NOT_FOUND::exception)
                .invoke(call.payload());
    }

    /// The numbers of a function's processes.
    Set<Long> pids(String name) {
        FunctionPool pool = pools.get(name);
        return pool == null ? Set.of() : pool.pids();
    }

    @Override
    public void close() {
        pools.values().forEach(FunctionPool::close);
    }
}
