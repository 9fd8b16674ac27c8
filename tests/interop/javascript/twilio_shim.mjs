// npm `twilio`, behind a shim: its check of an Express request, with the body parsed as `express.urlencoded()` does.

import { parse } from "node:querystring";
import twilio from "twilio";
import { run } from "./shim_loop.mjs";

run({ name: "twilio", schemes: ["twilio", "twilio-json"] }, ({ secret, headers, body, url }) => {
  const text = body.toString();
  const header = (name) => headers[name.toLowerCase()];
  return twilio.validateExpressRequest({ header, headers, body: { ...parse(text) }, rawBody: text }, secret, { url });
});
