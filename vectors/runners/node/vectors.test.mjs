// Golden vectors under node:test: each case is a test. Run `node --test` here; adapt `verify` to your library.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { verify } from "./standard_webhooks.mjs";

const file = process.env.HOOKPROOF_VECTORS ?? new URL("../../standard-webhooks.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8"));

for (const { id, title, role, level, expected, secrets, tolerance, now, request } of vectors.cases) {
  if (role !== "verify") continue;
  test(`${id}: ${title}`, { todo: level === "must" ? false : level }, () => {
    // Each character of a header value stands for one byte.
    const headers = request.headers.map(([name, value]) => [name.toLowerCase(), Buffer.from(value, "latin1")]);
    const isValid = verify(secrets, headers, Buffer.from(request.body, "base64"), tolerance, now);
    assert.equal(isValid ? "accept" : "reject", expected);
  });
}
