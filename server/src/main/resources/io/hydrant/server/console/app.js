import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import { AwsError, query } from "./aws.js";
import { useFollowed } from "./hooks.js";
import { Outgoing } from "./outgoing.js";
import { SignIn } from "./pages/signin.js";
import { go, href, matched, place } from "./router.js";
import { AREAS, HOME, ROUTES } from "./routes.js";
import { session } from "./session.js";
import { chooseLanguage, currentLanguage, followLanguage, LANGUAGES, t } from "./texts.js";
import { chooseTheme, followTheme, theme, THEMES } from "./theme.js";
import { Button, Empty, Loading, Page, Trouble } from "./ui.js";
import { text } from "./xml.js";

const PATH = "/_hydrant/console/";

// Whose key it is: needs no permission, so it tells a wrong key from one that may do little.
export async function identify(key) {
    const caller = await query("sts", "GetCallerIdentity", {}, { key });
    return { arn: text(caller, "Arn"), account: text(caller, "Account") };
}

export function App() {
    useFollowed(session.follow);
    useFollowed(followLanguage);
    useFollowed(followTheme);
    useEffect(() => {
        session.start(identify);
    }, []);
    const { status } = session.state;
    return h("div", { class: "app" },
        h("a", { class: "skip", href: "#main", onClick: skip }, t("nav.skip")),
        h(Header),
        status === "in" && h(Outgoing),
        h("main", { id: "main", class: "container", tabIndex: -1 },
            status === "starting" ? h(Loading)
                : status === "away" ? h(Away)
                : status === "out" ? h(SignIn, { identify })
                : h(Outlet)));
}

function skip(event) {
    event.preventDefault();
    (document.querySelector("#main h1") ?? document.getElementById("main")).focus();
}

function Header() {
    const { status, open, identity } = session.state;
    const isIn = status === "in";
    const [area, setArea] = useState(areaNow());
    useEffect(() => {
        const moved = () => setArea(areaNow());
        addEventListener("hashchange", moved);
        return () => removeEventListener("hashchange", moved);
    }, []);
    return h("header", { class: "top" },
        h("div", { class: "container top-row" },
            h("a", { class: "brand", href: href(HOME) }, h("img", { src: PATH + "favicon.svg", alt: "", width: 24, height: 24 }), "Hydrant"),
            isIn && h("nav", { class: "areas", "aria-label": t("nav.label") },
                h("ul", null, AREAS.map(({ name, text: label }) => h("li", { key: name },
                    h("a", { href: href(name), "aria-current": area === name ? "page" : undefined }, t(label)))))),
            h("div", { class: "preferences" },
                h(Choice, { label: t("nav.language"), value: currentLanguage(), choose: chooseLanguage,
                    options: Object.entries(LANGUAGES) }),
                h(Choice, { label: t("nav.theme"), value: theme(), choose: chooseTheme,
                    options: THEMES.map(name => [name, t("theme." + name)]) }),
                isIn && h("span", { class: "who", title: identity.arn }, open ? t("nav.open") : shortName(identity.arn)),
                isIn && !open && h(Button, { kind: "secondary outline small", onClick: () => session.signOut() }, t("nav.signOut")))));
}

function Choice({ label, value, options, choose }) {
    return h("select", { class: "small", "aria-label": label, value, onChange: event => choose(event.target.value) },
        options.map(([name, shown]) => h("option", { key: name, value: name, selected: name === value }, shown)));
}

// arn:aws:iam::000000000000:user/anna: the user's name; of an assumed role, role and session.
function shortName(arn) {
    return arn.split(":").slice(5).join(":").replace(/^(user|assumed-role)\//, "");
}

function areaNow() {
    return matched(ROUTES, place().parts)?.route.area;
}

// The page of the address.
function Outlet() {
    const [here, setHere] = useState(place());
    const [loaded, setLoaded] = useState({});
    useEffect(() => {
        const moved = () => setHere(place());
        addEventListener("hashchange", moved);
        moved(); // it may have changed since it was looked at
        return () => removeEventListener("hashchange", moved);
    }, []);
    const isLost = location.pathname !== PATH;
    const isHome = here.parts.length === 0;
    const found = isLost ? undefined : matched(ROUTES, here.parts);
    const route = found?.route;
    useEffect(() => {
        if (!isLost && isHome && place().parts.length === 0) {
            go(href(HOME));
        }
    }, [isLost, isHome]);
    useEffect(() => {
        route?.load().then(module => setLoaded({ route, component: module.default }), error => setLoaded({ route, error: error instanceof TypeError ? new AwsError("NoAnswer", "", 0, "") : error }));
    }, [route]);
    if (!isLost && isHome) {
        return null;
    }
    if (!route) {
        return h(Lost);
    }
    if (loaded.route !== route) {
        return h(Loading);
    }
    return loaded.error
        ? h(Trouble, { error: loaded.error, retry: () => location.reload() }) // a browser asks for a module once
        : h(loaded.component, { key: here.parts.join("/"), parameters: found.parameters, query: here.query });
}

function Lost() {
    return h(Page, { title: t("lost.title") },
        h(Empty, { title: t("lost.nothing"), actions: h("a", { href: PATH + href(HOME) }, t("lost.home")) }));
}

function Away() {
    return h(Page, { title: t("away.title") },
        h(Empty, { title: t("away.nothing"), actions: h(Button, { onClick: () => session.start(identify) }, t("do.retry")) }));
}
