import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useFollowed } from "./hooks.js";
import { href } from "./router.js";
import { followOutbox, forget, runsUnderWay, stop } from "./streams/outbox.js";
import { number, t } from "./texts.js";
import { Button } from "./ui.js";

// What is sent while one looks at another page.
export function Outgoing() {
    useFollowed(followOutbox);
    const [here, setHere] = useState(location.hash);
    useEffect(() => {
        const moved = () => setHere(location.hash);
        addEventListener("hashchange", moved);
        return () => removeEventListener("hashchange", moved);
    }, []);
    const elsewhere = runsUnderWay().filter(run => href("streams", run.name, "send") !== here);
    return elsewhere.length > 0 && h("aside", { class: "container outgoing", "aria-label": t("outgoing.label") },
        elsewhere.map(run => h("p", { key: run.name, class: "notice" + (run.error ? " bad" : "") },
            t(run.error ? "outgoing.failed" : "outgoing.sends", { name: run.name, sent: number(run.sent), total: number(run.total) }), " ",
            h("a", { href: href("streams", run.name, "send") }, t("do.show")), " ",
            run.isBusy
                ? h(Button, { kind: "secondary outline small", onClick: () => stop(run.name) }, t("do.stop"))
                : h(Button, { kind: "secondary outline small", onClick: () => forget(run.name) }, t("do.close")))));
}
