import { AzureNamedKeyCredential, TableClient, odata } from "@azure/data-tables";
import { keyOf, propertiesOf } from "./values.mjs";

const tooLarge = new Set(["EntityTooLarge", "PropertyValueTooLarge", "TooManyProperties", "RequestBodyTooLarge"]);
const tooMany = /exceeds the maximum 100 changes/;

/** The port's word for an answer of the service. */
function wordOf(status, code, message) {
  if (status === 404) return "NotFound";
  if (status === 409) return "AlreadyExists";
  if (status === 412) return "Conflict";
  if (status === 413 || tooLarge.has(code) || tooMany.test(message)) return "TooLarge";
  return status === 400 ? "Invalid" : `HTTP ${status}`;
}

async function answerOf(call) {
  try {
    return await call();
  } catch (fault) {
    if (fault.statusCode === undefined) {
      if (!/partition ?key/i.test(fault.message)) throw fault;
      return { word: "Invalid", client: fault.message };
    }
    const code = fault.code ?? fault.details?.odataError?.code;
    const index = /^(\d+):/.exec(fault.message)?.[1];
    return { word: wordOf(fault.statusCode, code, fault.message), status: fault.statusCode, code, index: index && Number(index), message: fault.message };
  }
}

/** The port's operations, by the service's own client. */
export class Store {
  #clients = new Map();

  constructor(service) {
    this.service = service;
  }

  async #table(name) {
    const known = name.toLowerCase();
    if (!this.#clients.has(known)) await this.#connect(name).createTable();
    this.#clients.set(known, true);
    return this.#connect(name);
  }

  #connect(name) {
    const { url, account, key } = this.service;
    return new TableClient(url, name, new AzureNamedKeyCredential(account, key), { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } });
  }

  async write(table, operations) {
    const client = await this.#table(table);
    return await answerOf(async () => {
      if (operations.length === 1) return { word: "Written", etags: [await this.#one(client, operations[0])] };
      const { subResponses } = await client.submitTransaction(operations.map(actionOf));
      return { word: "Written", etags: subResponses.map((each, i) => (operations[i].kind === "delete" ? null : each.etag)) };
    });
  }

  async #one(client, { kind, entity, ifMatch }) {
    switch (kind) {
      case "insert": return (await client.createEntity(entity)).etag;
      case "upsert": return (await client.upsertEntity(entity, "Replace")).etag;
      case "replace": return (await client.updateEntity(entity, "Replace", { etag: ifMatch })).etag;
      default:
        await client.deleteEntity(entity.partitionKey, entity.rowKey, { etag: ifMatch });
        return null;
    }
  }

  async get(table, partition, row) {
    const client = await this.#table(table);
    return await answerOf(async () => {
      let body = "";
      const options = { disableTypeConversion: true, onResponse: response => (body = response.bodyAsText) };
      const { partitionKey, rowKey, etag, timestamp, ...rest } = await client.getEntity(partition, row, options);
      const properties = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith("odata.")));
      // JavaScript reads 3.0 as 3; the service's own text tells a double from an integer.
      for (const [name, property] of Object.entries(properties)) {
        if (property.type === "Int32" && new RegExp(`"${name}":-?\\d+[.eE]`).test(body)) property.type = "Double";
      }
      return { word: "Found", etag, properties };
    });
  }

  async query(table, { partition, from, to, pageSize }) {
    const client = await this.#table(table);
    let filter = odata`PartitionKey eq ${partition}`;
    if (from !== undefined) filter += odata` and RowKey ge ${from}`;
    if (to !== undefined) filter += odata` and RowKey lt ${to}`;
    const pages = [];
    const keys = [];
    for await (const page of client.listEntities({ queryOptions: { filter } }).byPage({ maxPageSize: pageSize })) {
      pages.push(page.length);
      keys.push(...page.map(entity => entity.rowKey));
    }
    return { keys, pages };
  }
}

/** An element of `write` as one operation, or as `times` many with numbered keys. */
export function operationsOf(element, partition, etags) {
  const [kind, named] = Object.entries(element)[0];
  const make = rowKey => ({
    kind,
    entity: { partitionKey: element.partition === undefined ? partition : keyOf(element.partition), rowKey, ...propertiesOf(element.set, element.fill) },
    ifMatch: element.ifMatch === undefined || element.ifMatch === "*" ? "*" : etags.get(element.ifMatch),
  });
  const key = keyOf(named);
  if (element.times === undefined || typeof named === "object") return [make(key)];
  return Array.from({ length: element.times }, (_, i) => make(key + `${(element.from ?? 0) + i}`.padStart(5, "0")));
}

function actionOf({ kind, entity, ifMatch }) {
  switch (kind) {
    case "insert": return ["create", entity];
    case "upsert": return ["upsert", entity, "Replace"];
    case "replace": return ["update", entity, "Replace", { etag: ifMatch }];
    default:
      if (ifMatch !== "*") throw new Error("this client deletes any version in a batch: use * in the case");
      return ["delete", entity];
  }
}
