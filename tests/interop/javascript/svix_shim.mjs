// npm `svix`, behind a shim.

import { Webhook, WebhookVerificationError } from "svix";
import { run } from "./shim_loop.mjs";

run({ name: "svix", schemes: ["svix", "standard-webhooks"] }, ({ secret, headers, body }) => {
  let webhook;
  try {
    webhook = new Webhook(secret);
  } catch {
    return "config_error";
  }
  try {
    webhook.verify(body, headers);
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
});
