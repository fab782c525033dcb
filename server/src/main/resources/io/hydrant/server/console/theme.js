// Light or dark: as the system has it, or as was chosen here.

export const THEMES = ["auto", "light", "dark"];

const KEPT = "hydrant.theme";
const listeners = new Set();
const system = matchMedia("(prefers-color-scheme: dark)");

export function theme() {
    const kept = localStorage.getItem(KEPT);
    return THEMES.includes(kept) ? kept : "auto";
}

export function isDark() {
    return theme() === "dark" || (theme() === "auto" && system.matches);
}

export function startTheme() {
    show();
    system.addEventListener("change", show);
}

export function chooseTheme(wish) {
    if (wish === "auto") {
        localStorage.removeItem(KEPT);
    } else {
        localStorage.setItem(KEPT, wish);
    }
    show();
}

// Calls `listener` when colours change: for what is drawn rather than styled.
export function followTheme(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

function show() {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    listeners.forEach(listener => listener());
}
