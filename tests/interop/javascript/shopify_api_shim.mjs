// npm `@shopify/shopify-api`, behind a shim. The headers that it wants beside the signature are supplied.

import "@shopify/shopify-api/adapters/node";
import { LogSeverity, shopifyApi } from "@shopify/shopify-api";
import { run } from "./shim_loop.mjs";

const event = {
  "x-shopify-topic": "orders/create",
  "x-shopify-shop-domain": "shop.example",
  "x-shopify-api-version": "2025-01",
  "x-shopify-webhook-id": "1",
};
const config = { apiKey: "key", apiVersion: "2025-01", hostName: "receiver.example", isEmbeddedApp: false };

run({ name: "@shopify/shopify-api", schemes: ["shopify"] }, async ({ secret, headers, body, url }) => {
  let shopify;
  try {
    shopify = shopifyApi({ ...config, apiSecretKey: secret, logger: { level: LogSeverity.Error } });
  } catch {
    return "config_error";
  }
  const rawRequest = { method: "POST", url, headers: { ...headers, ...event } };
  return (await shopify.webhooks.validate({ rawBody: body.toString(), rawRequest, rawResponse: {} })).valid;
});
