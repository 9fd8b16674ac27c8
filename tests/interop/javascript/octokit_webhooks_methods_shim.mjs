// npm `@octokit/webhooks-methods`, behind a shim. It takes text, as `Request.text()` makes it.

import { verify } from "@octokit/webhooks-methods";
import { run } from "./shim_loop.mjs";

run({ name: "@octokit/webhooks-methods", schemes: ["github"] }, async ({ secret, headers, body }) => {
  if (secret === "") return "config_error";
  try {
    return await verify(secret, body.toString(), headers["x-hub-signature-256"]);
  } catch (error) {
    // Its refusal of an argument that is absent begins with its name.
    if (error.message.startsWith("[@octokit/webhooks-methods]")) return false;
    throw error;
  }
});
