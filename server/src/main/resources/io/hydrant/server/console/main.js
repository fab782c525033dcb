import { h, render } from "preact";
import { App } from "./app.js";
import { startTexts } from "./texts.js";
import { startTheme } from "./theme.js";

startTheme();
await startTexts();
render(h(App), document.getElementById("app"));
