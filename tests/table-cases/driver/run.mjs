import { readFile, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { startAzurite } from "./azurite.mjs";
import { Store, operationsOf } from "./store.mjs";
import { canonicalRow, keyOf, propertiesOf } from "./values.mjs";

const short = value => {
  const text = value instanceof Map ? JSON.stringify([...value]) : JSON.stringify(value) ?? "nothing";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
};

class Runner {
  faults = [];
  #etags = new Map();

  constructor(store, table) {
    this.store = store;
    this.table = table;
  }

  async step(step) {
    const table = step.table ?? this.table;
    const partition = step.partition === undefined ? "p" : keyOf(step.partition);
    if (step.write) await this.#write(table, partition, step);
    else if (step.get !== undefined) await this.#get(table, partition, step);
    else if (step.query) await this.#query(table, step);
    else if (step.distinct) this.#check("distinct ETags", new Set(step.distinct.map(name => this.#etags.get(name))).size, step.distinct.length);
    else throw new Error(`unknown step ${short(step)}`);
  }

  async #write(table, partition, step) {
    const operations = step.write.flatMap(element => operationsOf(element, partition, this.#etags));
    const answer = await this.store.write(table, operations);
    const expected = step.azurite ?? step;
    this.#check("result", answer.word, expected.expect, answer);
    if (expected.status !== undefined) this.#check("status", answer.status, expected.status, answer);
    if (expected.code !== undefined) this.#check("code", answer.code, expected.code, answer);
    if (expected.index !== undefined) this.#check("index", answer.index, expected.index, answer);
    if (expected.client !== undefined) this.#check("the client's refusal", answer.client?.includes(expected.client) ?? false, true, answer);
    step.etags?.forEach((name, i) => {
      this.#check(`ETag ${i}`, typeof answer.etags?.[i], name === null ? "object" : "string");
      if (name !== null) this.#etags.set(name, answer.etags?.[i]);
    });
  }

  async #get(table, partition, step) {
    const answer = await this.store.get(table, partition, keyOf(step.get));
    const expected = step.azurite ?? step;
    if (expected.expect === null || typeof expected.expect === "string") {
      this.#check("result", answer.word, expected.expect ?? "NotFound", answer);
      return;
    }
    this.#check("result", answer.word, "Found", answer);
    if (answer.word !== "Found") return;
    this.#check("properties", canonicalRow(answer.properties), canonicalRow(propertiesOf(expected.expect, expected.fill)));
    if (step.etag !== undefined) this.#check("ETag", answer.etag, this.#etags.get(step.etag));
  }

  async #query(table, step) {
    const { query } = step;
    const answer = await this.store.query(table, {
      partition: query.partition === undefined ? "p" : keyOf(query.partition),
      from: query.from === undefined ? undefined : keyOf(query.from),
      to: query.to === undefined ? undefined : keyOf(query.to),
      pageSize: query.pageSize ?? 1000,
    });
    const expected = step.azurite ?? step;
    if (expected.expect) this.#check("row keys", answer.keys, expected.expect.map(keyOf));
    if (expected.numbered) {
      const { prefix, count } = expected.numbered;
      this.#check("row keys", answer.keys, Array.from({ length: count }, (_, i) => prefix + `${i}`.padStart(5, "0")));
    }
    if (expected.pages) this.#check("pages", answer.pages, expected.pages);
  }

  #check(what, actual, expected, answer) {
    if (isDeepStrictEqual(actual, expected)) return;
    this.faults.push(`${what}: ${short(actual)} instead of ${short(expected)}${answer ? ` (${short(answer)})` : ""}`);
  }
}

async function play(store, folder) {
  let cases = 0;
  let deviations = 0;
  let disagreements = 0;
  for (const file of (await readdir(folder)).filter(name => name.endsWith(".json")).sort()) {
    for (const each of JSON.parse(await readFile(join(folder, file), "utf8")).cases) {
      const runner = new Runner(store, `Case${++cases}`);
      for (const [i, step] of each.steps.entries()) {
        if (step.azurite) deviations++;
        const before = runner.faults.length;
        try {
          await runner.step(step);
        } catch (fault) {
          runner.faults.push(fault.stack);
        }
        for (const fault of runner.faults.slice(before)) console.error(`${basename(file, ".json")}/${each.name}, step ${i + 1}: ${fault}`);
      }
      if (runner.faults.length > 0) disagreements++;
    }
  }
  console.log(`${cases} cases, ${deviations} known deviations, ${disagreements} disagreements`);
  return disagreements === 0 && cases > 0;
}

const service = await startAzurite();
try {
  process.exitCode = (await play(new Store(service), process.argv[2] ?? "..")) ? 0 : 1;
} finally {
  await service.stop();
}
