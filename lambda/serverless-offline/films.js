const text = (record) => Buffer.from(record.data, "base64").toString();

// Every title in capitals; what is to be dropped or to fail says so; "boom" makes the function throw.
exports.upper = async (event) => {
  if (event.records.some((record) => text(record) === "boom")) throw new Error("boom");
  return {
    records: event.records.map((record) => ({
      recordId: record.recordId,
      result: { drop: "Dropped", fail: "ProcessingFailed" }[text(record)] ?? "Ok",
      data: Buffer.from(text(record).toUpperCase()).toString("base64"),
      metadata: { partitionKeys: { first: text(record)[0] } },
    })),
  };
};

// Whatever the first record is.
exports.answers = async (event) => JSON.parse(text(event.records[0]));
