// npm `@slack/bolt`, behind a shim; its clock is told the time.

import bolt from "@slack/bolt";
import { run } from "./shim_loop.mjs";

run({ name: "@slack/bolt", schemes: ["slack"], clock: "injected" }, ({ secret, headers, body, now }) => {
  // Its receivers read the two headers so, and refuse a request that lacks one.
  const timestamp = headers["x-slack-request-timestamp"];
  const signature = headers["x-slack-signature"];
  if (timestamp === undefined || signature === undefined) return false;
  try {
    bolt.verifySlackRequest({
      signingSecret: secret,
      body: body.toString(),
      headers: { "x-slack-signature": signature, "x-slack-request-timestamp": Number(timestamp) },
      nowMilliseconds: now * 1000,
    });
    return true;
  } catch (error) {
    if (error.message.startsWith("Failed to verify authenticity")) return false;
    throw error;
  }
});
