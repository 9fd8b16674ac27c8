// npm `stripe`, behind a shim; its clock is told the time.

import Stripe from "stripe";
import { run } from "./shim_loop.mjs";

const { webhooks, errors } = new Stripe("sk_test_unused");

run({ name: "stripe", schemes: ["stripe"], clock: "injected" }, ({ secret, headers, body, tolerance, now }) => {
  try {
    return webhooks.signature.verifyHeader(body, headers["stripe-signature"], secret, tolerance, undefined, now * 1000);
  } catch (error) {
    if (error instanceof errors.StripeSignatureVerificationError) return false;
    throw error;
  }
});
