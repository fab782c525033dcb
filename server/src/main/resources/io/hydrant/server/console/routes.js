// The pages, by the pattern of their address. A page is a module that is loaded when it is first looked at; its
// default export is a component that gets { parameters, query }.

export const ROUTES = [
    { pattern: "streams", load: () => import("./pages/streams.js"), area: "streams" },
];

// What the navigation shows, in this order: `text` is the key of its name.
export const AREAS = [
    { name: "streams", text: "nav.streams" },
];

export const HOME = "streams";
