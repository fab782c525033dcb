import { h } from "preact";
import { useState } from "preact/hooks";
import { useAction } from "../hooks.js";
import { session } from "../session.js";
import { t, tx } from "../texts.js";
import { Button, Field, Notice, Page, Trouble } from "../ui.js";

// An access key for this tab. It is a form of our own making, so that no browser offers to keep the secret.
export function SignIn({ identify }) {
    const [key, setKey] = useState({ accessKeyId: "", secretAccessKey: "", sessionToken: "" });
    const { run, isBusy, error } = useAction(() => session.signIn(tidy(key), identify));
    const set = name => event => setKey({ ...key, [name]: event.target.value });
    const submit = event => {
        event.preventDefault();
        run();
    };
    const { reason } = session.state;
    return h(Page, { title: t("signIn.title") },
        h("div", { class: "narrow" },
            reason && h(Notice, { kind: "warn" }, h("p", null, t(reason))),
            h("p", null, t("signIn.lead")),
            h("form", { onSubmit: submit, autocomplete: "off" },
                h(Field, { label: t("signIn.id") },
                    h("input", { name: "id", required: true, autocomplete: "off", spellcheck: false, autocapitalize: "off",
                        value: key.accessKeyId, onInput: set("accessKeyId") })),
                h(Field, { label: t("signIn.secret") },
                    h("input", { name: "secret", type: "password", required: true, autocomplete: "off",
                        value: key.secretAccessKey, onInput: set("secretAccessKey") })),
                h("details", null,
                    h("summary", null, t("signIn.temporary")),
                    h(Field, { label: t("signIn.token"), hint: t("signIn.tokenHint") },
                        h("textarea", { name: "token", rows: 3, spellcheck: false, autocomplete: "off",
                            value: key.sessionToken, onInput: set("sessionToken") }))),
                error && (error.isOfKey || error.isOfSecret
                    ? h(Notice, { kind: "bad", role: "alert" }, h("p", null, t("signIn.wrong")), h("p", { class: "words" }, error.message))
                    : h(Trouble, { error })),
                h(Button, { type: "submit", busy: isBusy }, t("signIn.do"))),
            h("p", { class: "quiet" }, t("signIn.kept")),
            h("p", { class: "quiet" }, tx("signIn.where", { command: h("code", null, "hydrant env") }))));
}

// A key that was copied comes with blanks.
function tidy({ accessKeyId, secretAccessKey, sessionToken }) {
    return {
        accessKeyId: accessKeyId.trim(),
        secretAccessKey: secretAccessKey.trim(),
        sessionToken: sessionToken.replace(/\s/g, "") || undefined,
    };
}
