import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** Starts the table service on a free loopback port, with an account of its own, in a folder that goes away with it. */
export async function startAzurite() {
  const folder = await mkdtemp(join(tmpdir(), "powertrader-azurite-"));
  const port = await freePort();
  const account = "powertrader";
  const key = randomBytes(64).toString("base64");
  const main = join(dirname(createRequire(import.meta.url).resolve("azurite/package.json")), "dist/src/table/main.js");
  const options = ["--tableHost", "127.0.0.1", "--tablePort", `${port}`, "--location", folder, "--silent", "--disableTelemetry"];
  const child = spawn(process.execPath, [main, ...options], {
    cwd: folder,
    env: { ...process.env, AZURITE_ACCOUNTS: `${account}:${key}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise(resolve => child.once("exit", resolve));
  const stop = async () => {
    child.kill();
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  let said = "";
  const ready = new Promise(resolve => {
    const hear = chunk => {
      said += chunk;
      if (said.includes("successfully")) resolve(true);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
  });
  if (!(await Promise.race([ready, ended.then(() => false)]))) {
    await stop();
    throw new Error(`Azurite ended before it listened:\n${said}`);
  }
  return { url: `http://127.0.0.1:${port}/${account}`, account, key, stop };
}
