// The pages, by the pattern of their address. A page is a module that is loaded when it is first looked at; its
// default export is a component that gets { parameters, query }.

export const ROUTES = [
    { pattern: "streams", load: () => import("./pages/streams.js"), area: "streams" },
    { pattern: "objects", load: () => import("./pages/objects.js"), area: "objects" },
    { pattern: "objects/:bucket", load: () => import("./pages/bucket.js"), area: "objects" },
    { pattern: "objects/:bucket/*key", load: () => import("./pages/object.js"), area: "objects" },
    { pattern: "stacks", load: () => import("./pages/stacks.js"), area: "stacks" },
    { pattern: "stacks/new", load: () => import("./pages/deploy.js"), area: "stacks" },
    { pattern: "stacks/:name", load: () => import("./pages/stack.js"), area: "stacks" },
    { pattern: "stacks/:name/update", load: () => import("./pages/deploy.js"), area: "stacks" },
    { pattern: "stacks/:name/changes/:changes", load: () => import("./pages/changes.js"), area: "stacks" },
    { pattern: "access", load: () => import("./pages/access.js"), area: "access" },
    { pattern: "access/keys", load: () => import("./pages/keys.js"), area: "access" },
    { pattern: "access/simulator", load: () => import("./pages/simulator.js"), area: "access" },
    { pattern: "access/new/:kind", load: () => import("./pages/new-principal.js"), area: "access" },
    { pattern: "access/users/:name", load: () => import("./pages/user.js"), area: "access" },
    { pattern: "access/roles/:name", load: () => import("./pages/role.js"), area: "access" },
    { pattern: "access/policies/*arn", load: () => import("./pages/policy.js"), area: "access" },
    { pattern: "new-stream", load: () => import("./pages/new-stream.js"), area: "streams" },
    { pattern: "streams/:name", load: () => import("./pages/stream.js"), area: "streams" },
    { pattern: "streams/:name/edit", load: () => import("./pages/edit-stream.js"), area: "streams" },
    { pattern: "streams/:name/send", load: () => import("./pages/send.js"), area: "streams" },
    { pattern: "proof", load: () => import("./pages/proof.js"), area: "proof" },
    { pattern: "proof/:name", load: () => import("./pages/proof.js"), area: "proof" },
];

// What the navigation shows, in this order: `text` is the key of its name.
export const AREAS = [
    { name: "streams", text: "nav.streams" },
    { name: "objects", text: "nav.objects" },
    { name: "stacks", text: "nav.stacks" },
    { name: "access", text: "nav.access" },
    { name: "proof", text: "nav.proof" },
];

export const HOME = "streams";
