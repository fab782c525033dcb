import { h } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { useEvery } from "../hooks.js";
import { bytes, currentLanguage, duration, number, percentage, t, time, zone } from "../texts.js";
import { followTheme } from "../theme.js";
import { Loading, Notice, Section, Table } from "../ui.js";
import { CHARTS, figures, SPANS } from "./metrics.js";

const HEIGHT = 170;

// What came in and went out, over an hour, a day or two weeks.
export function Charts({ name, isShared }) {
    const [span, setSpan] = useState("hour");
    const [answer, setAnswer] = useState();
    const [error, setError] = useState();
    useEvery(60, async signal => {
        try {
            const found = await figures(name, span, signal);
            setAnswer({ ...found, span });
            setError(undefined);
        } catch (trouble) {
            if (trouble.name !== "AbortError") {
                setError(trouble);
            }
        }
    }, [name, span]);
    const choice = h("div", { role: "group", "aria-label": t("charts.span"), class: "switch" },
        Object.keys(SPANS).map(each => h("button", { key: each, type: "button", class: "small " + (each === span ? "" : "secondary outline"),
            "aria-pressed": each === span ? "true" : "false", onClick: () => setSpan(each) }, t("span." + each))));
    return h(Section, { title: t("charts.title"), actions: choice },
        error && h(Notice, null, h("p", null, error.denied ? t("charts.denied", { action: error.denied.action }) : t("charts.away")),
            h("p", { class: "words" }, error.message)),
        isShared && h("p", { class: "quiet" }, t("charts.ofOneNode")),
        !answer && !error && h(Loading),
        answer && h("p", { class: "quiet" }, t("charts.zone", { zone: zone(answer.times.at(-1) * 1000) })),
        answer && h("div", { class: "charts" }, CHARTS.map(chart => h(Chart, { key: chart.name, chart, answer }))));
}

function Chart({ chart, answer }) {
    const title = t("chart." + chart.name);
    const series = chart.series.map(([label, metric]) => ({
        label: t("series." + label),
        values: answer.values[metric].map(value => value ?? chart.gap ?? null),
        isEmpty: answer.values[metric].every(value => value === null),
    }));
    const isEmpty = series.every(one => one.isEmpty);
    const show = WRITTEN[chart.unit];
    const last = isEmpty ? t("charts.none") : series.map(one => {
        const known = one.values.filter(value => value !== null);
        return `${one.label}: ${known.length ? t("charts.most", { value: show(Math.max(...known)) }) : "–"}`;
    }).join(" · ");
    return h("figure", { class: "chart panel" },
        h("figcaption", null, h("h3", null, title), h("p", { class: "quiet" }, last)),
        !isEmpty && h(Plot, { times: answer.times, series, unit: chart.unit, title }),
        !isEmpty && h(AsTable, { title, times: answer.times, series, show }));
}

const WRITTEN = {
    count: value => number(value, 1),
    bytes,
    millis: value => number(value, 2) + "\u00a0ms",
    seconds: duration,
    part: percentage,
};

// What may lie between two lines of a scale: round figures, as people read the unit.
const STEPS = {
    count: decimal(1),
    bytes: Array.from({ length: 50 }, (_, i) => 2 ** i),
    millis: decimal(0.001),
    seconds: [0.01, 0.1, 0.5, 1, 5, 10, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400, 172800, 604800],
    part: [0.25, 0.5, 1],
};

function decimal(from) {
    return Array.from({ length: 14 }, (_, i) => [1, 2, 5].map(step => step * from * 10 ** i)).flat();
}

// For whoever does not see the picture: the picture's steps that have figures.
function AsTable({ title, times, series, show }) {
    const [isOpen, setOpen] = useState(false);
    const rows = isOpen ? times.map((at, i) => [at, series.map(one => one.values[i])])
        .filter(([, values]) => values.some(value => value !== null && value !== 0)).reverse() : [];
    return h("details", { class: "as-table", onToggle: event => setOpen(event.target.open) },
        h("summary", null, t("charts.table")),
        isOpen && h(Table, { label: title, head: [t("charts.time"), ...series.map(one => ({ text: one.label, kind: "number" }))] },
            rows.map(([at, values]) => h("tr", { key: at },
                h("th", { scope: "row" }, time(at * 1000)),
                values.map((value, i) => h("td", { key: i, class: "number" }, value === null ? "–" : show(value)))))));
}

function Plot({ times, series, unit, title }) {
    const box = useRef();
    const [, setTurn] = useState(0);
    useEffect(() => followTheme(() => setTurn(turn => turn + 1)), []);
    const theme = document.documentElement.dataset.theme;
    useEffect(() => {
        const plot = new uPlot(options(box.current.clientWidth, times, series, unit), [times, ...series.map(one => one.values)], box.current);
        const watch = new ResizeObserver(() => {
            const width = box.current?.clientWidth;
            if (width && width !== plot.width) {
                plot.setSize({ width, height: HEIGHT });
            }
        });
        watch.observe(box.current);
        return () => {
            watch.disconnect();
            plot.destroy();
        };
    }, [times, unit, theme, currentLanguage()]);
    return h("div", { ref: box, class: "plot", role: "img", "aria-label": title });
}

function options(width, times, series, unit) {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue(name).trim();
    const show = WRITTEN[unit];
    const axis = { stroke: colour("--pico-muted-color"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
    const isLong = times[times.length - 1] - times[0] > 2 * 86400;
    const clock = new Intl.DateTimeFormat(currentLanguage(), isLong ? { day: "numeric", month: "short" } : { hour: "2-digit", minute: "2-digit" });
    return {
        width,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: { y: { range: (_, low, high) => (unit === "part" ? [0, 1] : [0, high > 0 ? high * 1.1 : 1]) } },
        series: [{}, ...series.map((one, i) => ({
            label: one.label, stroke: colour(i === 0 ? "--line-one" : "--line-two"), width: 2, dash: i === 0 ? undefined : [6, 4],
            points: { show: one.values.filter(value => value !== null).length < 3 } }))],
        axes: [
            { ...axis, space: 70, values: (_, splits) => splits.map(at => clock.format(at * 1000)) },
            { ...axis, size: 66, incrs: STEPS[unit], values: (_, splits) => splits.map(value => show(value)) },
        ],
    };
}
