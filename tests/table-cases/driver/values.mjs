/** A key or a value of a case as plain text, or as the client's `{ type, value }`. */
export function valueOf(element) {
  if (element === null) return null;
  switch (typeof element) {
    case "string": return { type: "String", value: element };
    case "number": return { type: "Int32", value: element };
    case "boolean": return { type: "Boolean", value: element };
  }
  if ("$text" in element) return { type: "String", value: element.$text.repeat(element.times) };
  if ("$bytes" in element) return { type: "Binary", value: Buffer.alloc(element.$bytes).toString("base64") };
  if ("$binary" in element) return { type: "Binary", value: element.$binary };
  if ("$int64" in element) return { type: "Int64", value: element.$int64 };
  if ("$double" in element) return { type: "Double", value: element.$double };
  if ("$time" in element) return { type: "DateTime", value: element.$time };
  if ("$guid" in element) return { type: "Guid", value: element.$guid };
  throw new Error(`unknown value ${JSON.stringify(element)}`);
}

export const keyOf = element => valueOf(element).value;

/** The properties of `set` and of `fill` beside it. */
export function propertiesOf(set, fill) {
  const properties = {};
  for (const [name, element] of Object.entries(set ?? {})) properties[name] = valueOf(element);
  for (let i = 0; i < (fill?.count ?? 0); i++) properties[`f${i}`] = valueOf(fill.value);
  return properties;
}

/** One text per value, equal only where type and value are. */
export function canonical({ type, value }) {
  switch (type) {
    case "Double": return `Double ${Object.is(Number(value), -0) ? "-0" : Number(value)}`;
    case "DateTime": {
      const [whole, fraction = ""] = value.replace(/Z$/, "").split(".");
      return `DateTime ${whole}.${fraction.padEnd(7, "0")}`;
    }
    case "Guid": return `Guid ${value.toLowerCase()}`;
    default: return `${type} ${value}`;
  }
}

/** Property name to canonical text, without what the system adds. */
export function canonicalRow(properties) {
  const row = new Map();
  for (const name of Object.keys(properties).sort()) {
    if (properties[name] !== null) row.set(name, canonical(properties[name]));
  }
  return row;
}
