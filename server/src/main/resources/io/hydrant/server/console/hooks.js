import { useCallback, useEffect, useRef, useState } from "preact/hooks";

// What components share in how they ask and wait.

// Whatever `load(signal)` answers: { value, error, isLoading, reload }. It is asked again when `inputs` change, and by
// reload(), which keeps the value that is there until the new one is.
export function useAnswer(load, inputs = []) {
    const [state, setState] = useState({ value: undefined, error: undefined, isLoading: true });
    const [turn, setTurn] = useState(0);
    const before = useRef(inputs);
    const latest = useRef(load);
    latest.current = load;
    useEffect(() => {
        const abort = new AbortController();
        const isSame = before.current.every((input, i) => Object.is(input, inputs[i]));
        before.current = inputs;
        setState(old => ({ value: isSame ? old.value : undefined, error: undefined, isLoading: true }));
        latest.current(abort.signal).then(
            value => abort.signal.aborted || setState({ value, error: undefined, isLoading: false }),
            error => abort.signal.aborted || setState(old => ({ ...old, error, isLoading: false })));
        return () => abort.abort();
    }, [...inputs, turn]);
    const reload = useCallback(() => setTurn(now => now + 1), []);
    return { ...state, reload };
}

// Calls `act(signal)` now and then every `seconds`, one at a time, and not while the tab is hidden.
export function useEvery(seconds, act, inputs = []) {
    const latest = useRef(act);
    latest.current = act;
    useEffect(() => {
        const abort = new AbortController();
        let timer;
        let isBusy = false;
        const turn = async () => {
            clearTimeout(timer);
            if (isBusy || document.hidden || abort.signal.aborted) {
                return;
            }
            isBusy = true;
            try {
                await latest.current(abort.signal);
            } catch (trouble) {
                if (trouble.name !== "AbortError") {
                    console.warn(trouble);
                }
            }
            isBusy = false;
            if (!abort.signal.aborted) {
                timer = setTimeout(turn, seconds * 1000);
            }
        };
        document.addEventListener("visibilitychange", turn);
        turn();
        return () => {
            abort.abort();
            clearTimeout(timer);
            document.removeEventListener("visibilitychange", turn);
        };
    }, [seconds, ...inputs]);
}

// What somebody asks to be done: { run(…), isBusy, error, clear }. One at a time.
export function useAction(act) {
    const [state, setState] = useState({ isBusy: false, error: undefined });
    const latest = useRef(act);
    latest.current = act;
    const run = useCallback(async (...given) => {
        setState({ isBusy: true, error: undefined });
        try {
            const answer = await latest.current(...given);
            setState({ isBusy: false, error: undefined });
            return answer;
        } catch (error) {
            setState({ isBusy: false, error: error.name === "AbortError" ? undefined : error });
            return undefined;
        }
    }, []);
    const clear = useCallback(() => setState({ isBusy: false, error: undefined }), []);
    return { ...state, run, clear };
}

// The state of a part outside of components, such as the session.
export function useFollowed(follow) {
    const [, setTurn] = useState(0);
    useEffect(() => follow(() => setTurn(now => now + 1)), []);
}
