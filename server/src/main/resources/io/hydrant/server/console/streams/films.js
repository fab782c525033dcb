import { asset } from "../aws.js";

// The demo films, each as `hydrant send` makes a record of it: the same whichever of the two sends them.

// A row is number, year and title, as a CSV file has them: a title with commas or quotes stands in quotes.
export function filmOf(row) {
    const [, id, year, rest] = /^(\d+),(\d+),(.*)$/.exec(row);
    const title = rest.startsWith('"') ? rest.slice(1, -1).replaceAll('""', '"') : rest;
    return `{"MovieID": ${id}, "YearOfRelease": ${year}, "Title": ${JSON.stringify(title)}}`;
}

// All of them, a line each. A server that is part of another program has none.
export async function films() {
    const rows = await asset("films.csv");
    return rows.split("\n").filter(row => row !== "").map(filmOf).join("\n");
}
