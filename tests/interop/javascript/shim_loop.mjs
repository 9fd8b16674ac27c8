// The loop that every JavaScript shim here shares: one JSON object a line, in and out.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const versionOf = (folder) => JSON.parse(readFileSync(new URL(`./node_modules/${folder}/package.json`, import.meta.url))).version;

/** Repeated headers are joined as `node:http` joins them. */
function headersOf(pairs) {
  const headers = {};
  for (const [name, value] of pairs) {
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  return headers;
}

/** `verify(delivery)` answers true, false, or the word of a verdict; what it throws is an error. */
export async function run({ name, folder = name, schemes, clock = "system" }, verify) {
  const implementation = { name, version: versionOf(folder), language: "javascript" };
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, op, scheme, secrets, request, tolerance, now } = JSON.parse(line);
    let answer = { verdict: "unsupported" };
    if (op === "hello") {
      answer = { protocol: 1, implementation, schemes, roles: ["verify"], clock };
    } else if (op === "verify" && schemes.includes(scheme) && secrets.length === 1) {
      const body = Buffer.from(request.body, "base64");
      const delivery = { scheme, secret: secrets[0], headers: headersOf(request.headers), body, url: request.url, tolerance, now };
      try {
        const verdict = await verify(delivery);
        answer = { verdict: typeof verdict === "string" ? verdict : verdict === true ? "accept" : "reject" };
      } catch (error) {
        answer = { verdict: "error", reason: String(error).slice(0, 200) };
      }
    }
    process.stdout.write(JSON.stringify({ id, ...answer }) + "\n");
  }
}
