import { h } from "preact";
import { Principal } from "../access/principal.js";

export default function User({ parameters: { name } }) {
    return h(Principal, { kind: "user", name });
}
