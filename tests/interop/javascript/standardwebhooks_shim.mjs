// npm `standardwebhooks`, behind a shim.

import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { run } from "./shim_loop.mjs";

run({ name: "standardwebhooks", schemes: ["standard-webhooks"] }, ({ secret, headers, body }) => {
  let webhook;
  try {
    webhook = new Webhook(secret);
  } catch {
    return "config_error";
  }
  try {
    webhook.verify(body, headers, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
});
