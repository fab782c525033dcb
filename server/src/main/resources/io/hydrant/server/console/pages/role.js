import { h } from "preact";
import { Principal } from "../access/principal.js";

export default function Role({ parameters: { name } }) {
    return h(Principal, { kind: "role", name });
}
