// A correct verifier of Standard Webhooks, to show how the vectors are run. Put yours in its place.
import { createHmac, timingSafeEqual } from "node:crypto";

// `headers` are pairs of lower-case name and Buffer, `body` is a Buffer.
export function verify(secrets, headers, body, tolerance, now) {
  const one = (wanted) => {
    const values = headers.filter(([name]) => name === wanted).map(([, value]) => value);
    return values.length === 1 ? values[0] : Buffer.alloc(0);
  };
  const id = one("webhook-id");
  const timestamp = one("webhook-timestamp");
  if (id.length === 0 || !/^(0|[1-9][0-9]{0,17})$/.test(timestamp.toString("latin1"))) return false;
  if (tolerance !== null && Math.abs(now - Number(timestamp.toString())) > tolerance) return false;
  const signatures = one("webhook-signature").toString("latin1").split(" ").map((text) => Buffer.from(text, "latin1"));
  let found = false;
  for (const secret of secrets) {
    const text = secret.replace(/^whsec_/, "");
    if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return false;
    const mac = createHmac("sha256", Buffer.from(text, "base64")).update(id).update(".").update(timestamp);
    const expected = Buffer.from("v1," + mac.update(".").update(body).digest("base64"));
    for (const given of signatures) found ||= given.length === expected.length && timingSafeEqual(given, expected);
  }
  return found;
}
