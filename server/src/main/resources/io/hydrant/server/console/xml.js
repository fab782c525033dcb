// XML answers. The browser's parser takes text only from a policy that the page's head names: this one, for this.

const policy = globalThis.trustedTypes?.createPolicy("xml", { createHTML: text => text });

// The root element. Throws what is no XML.
export function parsed(text) {
    const trusted = policy ? policy.createHTML(text) : text;
    const document = new DOMParser().parseFromString(trusted, "application/xml");
    const trouble = document.querySelector("parsererror");
    if (trouble) {
        throw new Error(trouble.textContent);
    }
    return document.documentElement;
}

// The children of that name, whatever their namespace.
export function children(element, name) {
    return element ? Array.from(element.children).filter(child => child.localName === name) : [];
}

// The element at a path of names such as "GetUserResult/User", or undefined.
export function at(element, path) {
    return path.split("/").reduce((found, name) => (found ? children(found, name)[0] : undefined), element);
}

// The text at such a path, or undefined.
export function text(element, path) {
    return at(element, path)?.textContent;
}

// The members of a list at such a path.
export function members(element, path, name = "member") {
    return children(at(element, path), name);
}
