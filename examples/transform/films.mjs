// What a delivery stream does to each film on its way into S3, as an AWS Lambda function in Node.js.
//
// The stream calls handler() with many records at once, and wants one answer for each of them, with the same recordId:
//   Ok                the record goes on; what is in "data" takes its place
//   Dropped           the record is left out, on purpose
//   ProcessingFailed  the record goes into an error object, as it came, so that nothing is lost
//
// The same file runs in AWS and in Hydrant:
//   hydrant serve --lambda films=examples/transform/films.mjs:handler
const SOUND_SINCE = 1929; // films before that are silent, and not wanted here

export const handler = async (event) => {
  const answers = event.records.map(answer);
  console.log(answers.length, "films, of which", answers.filter((a) => a.result === "Ok").length, "go on"); // is in the server's log
  return { records: answers };
};

function answer({ recordId, data }) {
  try {
    // Data travels in base64, since a record may be anything: text, a picture, something compressed.
    const film = JSON.parse(Buffer.from(data, "base64").toString());
    const year = film.YearOfRelease;
    if (!Number.isInteger(year) || year === 0) throw new Error("nobody knows the year");
    if (year < SOUND_SINCE) return { recordId, result: "Dropped" };
    film.Title = film.Title.toUpperCase();
    film.Decade = `${Math.floor(year / 10) * 10}s`;
    // Nothing stands between records in an object but what they bring: hence the new line.
    const line = JSON.stringify(film) + "\n";
    return { recordId, result: "Ok", data: Buffer.from(line).toString("base64") };
  } catch (error) {
    // One bad record is no reason to fail the others with it: an exception here would have all of them tried again.
    console.log("not a film:", error.message);
    return { recordId, result: "ProcessingFailed", data };
  }
}
