// Signers and middlemen in Node that make mistakes, and honest ones: a second independent generator for the tests of
// `explain`, with public keys and tokens, which Python's standard library does not sign.
//
// Only Node's own modules are used. Prints one JSON object a line, as mistaken_signers.py does:
// {scheme, secrets, now, mistakes: [first, …], detail, request: {method, url, headers, body}}.

"use strict";
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const querystring = require("node:querystring");

const NOW = 1700000000;
const BODY = '{"id": 17, "ratio": 2.0, "who":"Łukasz & Søn <x>", "path": "a/b", "list": [1, 2]}';
const FORM = "To=%2B18005551212&From=%2B14158675309&Body=hello+there&CallSid=CA1";

const key = (name) => fs.readFileSync(path.join(__dirname, "../../src/scheme/keys", name), "latin1").trim();
const der = (name) => Buffer.from(key(name), "base64");
/** The PKCS#8 wrapping of an Ed25519 seed. */
const edwards = (seed) => crypto.createPrivateKey({
  key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]), format: "der", type: "pkcs8" });
const seeds = { hex: (n) => Buffer.from(key(n), "hex"), base64: (n) => Buffer.from(key(n), "base64").subarray(0, 32) };

const hmac = (hash) => (secret, message) => crypto.createHmac(hash, secret).update(message).digest();
const joined = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));
const sha = (hash, bytes) => crypto.createHash(hash).update(bytes).digest();
const segment = (value) => Buffer.from(value).toString("base64url");

/**
 * A wire is how one provider sends: `given` is what the receiver is configured with, `key` what the sender signs with.
 * `base(m)` joins what is signed, `sign(key, base)` makes the digest, `write(digest, m)` the headers.
 */
const simple = (scheme, header, options) => ({
  scheme, header, given: "n0de-s3cret-77", url: "https://receiver.example/in", body: BODY, method: "POST",
  encoding: "hex", prefix: "", base: (m) => m.body, sign: hmac("sha256"), unit: 1, time: null,
  key: (given) => Buffer.from(given), ...options,
});

const whsec = (given) => Buffer.from(given.replace(/^whsec_/, ""), "base64");
const stamped = (m, separator, body = m.body) => joined(m.time, separator, body);
const unsorted = (m) => joined(m.url, Object.entries(querystring.parse(m.body.toString())).sort()
  .map(([name, value]) => name + value).join(""));

const WIRES = {
  github: simple("github", "X-Hub-Signature-256", { prefix: "sha256=" }),
  shopify: simple("shopify", "X-Shopify-Hmac-Sha256", { encoding: "base64" }),
  slack: simple("slack", "X-Slack-Signature", {
    prefix: "v0=", time: "X-Slack-Request-Timestamp", base: (m) => joined("v0:", m.time, ":", m.body) }),
  stripe: simple("stripe", "Stripe-Signature", {
    time: "inside", base: (m) => stamped(m, "."), given: "whsec_bm9kZXNlY3JldG5vZGU=" }),
  standard: simple("standard-webhooks", "webhook-signature", {
    prefix: "v1,", encoding: "base64", time: "webhook-timestamp", key: whsec,
    given: "whsec_" + Buffer.from("twenty-four bytes secret").toString("base64"),
    base: (m) => joined("msg_node.", m.time, ".", m.body), more: [["webhook-id", "msg_node"]] }),
  twilio: simple("twilio", "X-Twilio-Signature", {
    encoding: "base64", sign: hmac("sha1"), body: FORM, base: unsorted, type: "application/x-www-form-urlencoded",
    url: "https://receiver.example/voice?foo=1&bar=2" }),
  hubspot: simple("hubspot-v3", "X-HubSpot-Signature-v3", {
    encoding: "base64", unit: 1000, time: "X-HubSpot-Request-Timestamp",
    base: (m) => joined("POST", m.url, m.body, m.time) }),
  // Public keys: what signs is not what verifies.
  discord: simple("discord", "X-Signature-Ed25519", {
    time: "X-Signature-Timestamp", base: (m) => stamped(m, ""), given: key("ed25519-hex.public"),
    other: key("ed25519-hex-other.private"), key: () => edwards(seeds.hex("ed25519-hex.private")),
    otherKey: () => edwards(seeds.hex("ed25519-hex-other.private")), otherGiven: key("ed25519-hex-other.public"),
    sign: (k, base) => crypto.sign(null, base, k) }),
  telnyx: simple("telnyx", "telnyx-signature-ed25519", {
    time: "telnyx-timestamp", encoding: "base64", base: (m) => stamped(m, "|"), given: key("ed25519-base64.public"),
    key: () => edwards(seeds.base64("ed25519-base64.private")), otherGiven: key("ed25519-base64-other.public"),
    otherKey: () => edwards(seeds.base64("ed25519-base64-other.private")), sign: (k, base) => crypto.sign(null, base, k) }),
  sendgrid: simple("sendgrid", "X-Twilio-Email-Event-Webhook-Signature", {
    time: "X-Twilio-Email-Event-Webhook-Timestamp", encoding: "base64", base: (m) => stamped(m, ""),
    given: key("p256-spki.public"), otherGiven: key("p256-spki-other.public"),
    key: () => crypto.createPrivateKey({ key: der("p256-spki.private"), format: "der", type: "pkcs8" }),
    otherKey: () => crypto.createPrivateKey({ key: der("p256-spki-other.private"), format: "der", type: "pkcs8" }),
    sign: (k, base) => crypto.sign("sha256", base, k) }),
  secretScanning: simple("github-secret-scanning", "Github-Public-Key-Signature", {
    encoding: "base64", given: key("p256.public"), otherGiven: key("p256-other.public"),
    key: () => crypto.createPrivateKey(key("p256.private")),
    otherKey: () => crypto.createPrivateKey(key("p256-other.private")), sign: (k, base) => crypto.sign("sha256", base, k) }),
  wise: simple("wise", "X-Signature-SHA256", {
    encoding: "base64", given: key("rsa-2048.public"), otherGiven: key("rsa-2048-other.public"),
    key: () => crypto.createPrivateKey(key("rsa-2048.private")),
    otherKey: () => crypto.createPrivateKey(key("rsa-2048-other.private")), sign: (k, base) => crypto.sign("sha256", base, k) }),
  // Tokens: the body is in a claim, if at all.
  vonage: simple("vonage-jwt", "Authorization", {
    prefix: "Bearer ", token: (m) => ({ iat: NOW - 2, jti: "n", iss: "Vonage", payload_hash: sha("sha256", m.body).toString("hex") }) }),
  netlify: simple("netlify", "X-Webhook-Signature", {
    token: (m) => ({ iss: "netlify", sha256: sha("sha256", m.body).toString("hex") }) }),
  qstash: simple("upstash-qstash", "Upstash-Signature", {
    token: (m) => ({ iss: "Upstash", sub: m.url, exp: NOW + 298, iat: NOW - 2, nbf: NOW - 2, jti: "j",
      body: sha("sha256", m.body).toString("base64url") + "=" }) }),
  plaid: simple("plaid", "Plaid-Verification", {
    given: key("p256.public"), key: () => crypto.createPrivateKey(key("p256.private")), alg: "ES256",
    otherGiven: key("p256-other.public"), otherKey: () => crypto.createPrivateKey(key("p256-other.private")),
    token: (m) => ({ iat: NOW - 2, request_body_sha256: sha("sha256", m.body).toString("hex") }) }),
};

const TOKEN_SIGNERS = {
  HS256: (k, text) => hmac("sha256")(k, text),
  HS512: (k, text) => hmac("sha512")(k, text),
  ES256: (k, text) => crypto.sign("sha256", Buffer.from(text), { key: k, dsaEncoding: "ieee-p1363" }),
  none: () => Buffer.alloc(0),
};

/** What a mistake may change: everything that is signed, and apart from it what travels. */
function deliver(wire, change = {}) {
  const seconds = NOW - 2;
  const signed = {
    body: Buffer.from(wire.body), url: wire.url, time: String(seconds * wire.unit), ...change.signed,
  };
  const sent = { body: wire.body, url: wire.url, time: String(seconds * wire.unit), ...change.sent };
  const used = change.key === undefined ? wire.key(wire.given) : change.key;
  let text;
  if (wire.token) {
    const alg = change.alg || wire.alg || "HS256";
    const head = segment(JSON.stringify({ alg, typ: "JWT" }));
    const claims = segment(JSON.stringify({ ...wire.token(signed), ...change.claims }));
    const signature = (change.tokenSigner || TOKEN_SIGNERS[alg])(used, `${head}.${claims}`);
    text = `${head}.${claims}.${signature.toString(change.tokenEncoding || "base64url")}`;
  } else {
    const base = Buffer.from((change.base || wire.base)(signed));
    const digest = (change.sign || wire.sign)(used, base);
    text = (change.write || ((bytes) => bytes.toString(wire.encoding)))(digest);
  }
  const prefix = change.prefix === undefined ? wire.prefix : change.prefix;
  const value = wire.time === "inside" ? [change.noTime ? null : `t=${sent.time}`, `v1=${text}`].filter(Boolean).join(",")
    : prefix + text;
  const headers = [["Content-Type", wire.type || "application/json"], ...(wire.more || []), ...(change.headers || [])];
  if (wire.time && wire.time !== "inside" && !change.noTime) headers.push([wire.time, sent.time]);
  headers.push([wire.header, value]);
  return { method: "POST", url: sent.url, headers, body: Buffer.from(sent.body).toString("base64") };
}

const rows = [];
function row(wire, mistakes, detail, change = {}, more = {}) {
  rows.push({ scheme: wire.scheme, secrets: more.secrets || [wire.given], now: more.now || NOW, mistakes, detail,
    request: deliver(wire, change) });
}

const isPublic = (wire) => wire.otherGiven !== undefined;
const isJson = (wire) => !wire.type;
const rewritten = (text) => JSON.stringify(JSON.parse(text));

for (const wire of Object.values(WIRES)) {
  row(wire, [], "genuine");
  const body = (name, detail, signed, sent) =>
    row(wire, [name], detail, { signed: { body: Buffer.from(signed) }, sent: sent === undefined ? {} : { body: sent } });
  if (isJson(wire)) {
    body("body/reserialized", "JSON.stringify(req.body)", rewritten(BODY));
    body("body/reserialized", "JSON.stringify with an indent", JSON.stringify(JSON.parse(BODY), null, 2));
    body("body/reserialized", "sent by JSON.stringify, signed with an indent", JSON.stringify(JSON.parse(BODY), null, 4),
      rewritten(BODY));
    body("body/newline", "an editor's line feed was sent", BODY, BODY + "\n");
    body("body/newline", "trimmed before signing", BODY.trim(), `\n${BODY}\n`);
    body("body/charset", "chunks added as binary strings", Buffer.from(Buffer.from(BODY).toString("latin1"), "utf8"));
    body("body/charset", "toString(ascii)", Buffer.from(Buffer.from(BODY).toString("ascii"), "utf8"));
    body("body/double-encoded", "JSON.stringify(rawBody)", JSON.stringify(BODY));
    body("body/base64", "a gateway's event.body", Buffer.from(BODY).toString("base64"));
    body("body/empty", "an empty object of a body parser", "{}");
    body("body/empty", "[object Object]", String(JSON.parse(BODY)));
    body("body/byte-order-mark", "sent with a mark", BODY, "\ufeff" + BODY);
    body("body/charset", "invalid UTF-8 was replaced", Buffer.from([...Buffer.from('{"x":"'), 0xe9, 0x22, 0x7d]).toString("utf8"),
      Buffer.from([...Buffer.from('{"x":"'), 0xe9, 0x22, 0x7d]));
  }
  if (wire.token) {
    tokens(wire);
  } else {
    strings(wire);
  }
  if (isPublic(wire)) {
    row(wire, ["secret/other"], "another key pair", { key: wire.otherKey() }, { secrets: [wire.given, wire.otherGiven] });
  } else {
    row(wire, ["secret/other"], "an old secret", { key: wire.key("whsec_b2xkc2VjcmV0b2xkc2VjcmV0") },
      { secrets: [wire.given, "whsec_b2xkc2VjcmV0b2xkc2VjcmV0"] });
    row(wire, ["secret/empty"], "an unset variable", { key: Buffer.alloc(0) });
    row(wire, ["secret/untrimmed"], "given with a line feed", {}, { secrets: [wire.given + "\n"] });
  }
  if (wire.key.length === 1 && wire.key !== whsec && !isPublic(wire)) {
    row(wire, ["secret/untrimmed"], "signed with a line feed", { key: Buffer.from(wire.given + "\n") });
    const raw = crypto.createHash("sha256").update("raw").digest();
    row(wire, ["secret/decoded"], "from hex", { key: raw }, { secrets: [raw.toString("hex")] });
    row(wire, ["secret/decoded"], "from base64", { key: raw }, { secrets: [raw.toString("base64")] });
  }
}

function strings(wire) {
  const other = { hex: "base64", base64: "hex" }[wire.encoding];
  row(wire, ["digest/encoding"], other, { write: (bytes) => bytes.toString(other) });
  if (wire.encoding === "base64" && wire.sign !== hmac) {
    // A signature that happens to need neither padding nor one of `+/` reads the same in both, and is no mistake.
    const differs = (bytes) => bytes.toString("base64url") !== bytes.toString("base64");
    const sign = (key, base) => {
      for (let attempt = 0; attempt < 100; attempt += 1) {
        const bytes = wire.sign(key, base);
        if (differs(bytes)) return bytes;
      }
      throw new Error(`${wire.scheme}: every signature reads the same in base64 and base64url`);
    };
    row(wire, ["digest/encoding"], "base64url", { sign, write: (bytes) => bytes.toString("base64url") });
  }
  if (wire.encoding === "hex") row(wire, ["digest/case"], "upper", { write: (bytes) => bytes.toString("hex").toUpperCase() });
  if (wire.prefix) row(wire, ["digest/prefix"], "none", { prefix: "" });
  if (wire.time) {
    const time = (name, detail, signed, sent) =>
      row(wire, [name], detail, { signed: signed ? { time: signed } : {}, sent: sent ? { time: sent } : {} });
    const other = String(wire.unit === 1 ? (NOW - 2) * 1000 : NOW - 2);
    time("base-string/timestamp-unit", "Date.now()", other);
    row(wire, ["base-string/timestamp-missing"], "only the body", {
      base: (m) => wire === WIRES.hubspot ? joined("POST", m.url, m.body) : wire === WIRES.standard ? joined("msg_node.", m.body)
        : wire === WIRES.slack ? joined("v0:", m.body) : m.body });
    if (wire !== WIRES.hubspot) {
      row(wire, ["base-string/separator"], "another separator", {
        base: (m) => wire === WIRES.standard ? joined("msg_node:", m.time, ":", m.body)
          : wire === WIRES.slack ? joined("v0.", m.time, ".", m.body) : joined(m.time, wire === WIRES.stripe ? ":" : ".", m.body) });
    }
    if (["slack", "stripe", "standard-webhooks", "telnyx", "hubspot-v3"].includes(wire.scheme)) {
      row(wire, ["timestamp/stale"], "an hour late", {}, { now: NOW + 3600 });
    }
    row(wire, ["timestamp/missing"], "no timestamp was sent", { noTime: true });
  }
  if (wire.sign.length === 2 && !isPublic(wire)) {
    row(wire, ["digest/algorithm"], "SHA-512", { sign: hmac("sha512") });
    row(wire, ["digest/algorithm"], "hashed before signing", {
      sign: (k, base) => wire.sign(k, sha(wire === WIRES.twilio ? "sha1" : "sha256", base).toString("hex")) });
    if (wire === WIRES.github) row(wire, ["digest/algorithm"], "SHA-1 and its prefix", { prefix: "sha1=", sign: hmac("sha1") });
    row(wire, ["digest/unkeyed"], "createHash", { sign: (_, base) => sha(wire === WIRES.twilio ? "sha1" : "sha256", base) });
    row(wire, ["digest/swapped"], "key and message", { sign: (k, base) => wire.sign(base, k) });
  }
  if (wire === WIRES.sendgrid || wire === WIRES.secretScanning) {
    row(wire, ["digest/encoding"], "r and s in place of DER", {
      sign: (k, base) => crypto.sign("sha256", base, { key: k, dsaEncoding: "ieee-p1363" }) });
    row(wire, ["digest/algorithm"], "SHA-512", { sign: (k, base) => crypto.sign("sha512", base, k) });
    row(wire, ["digest/algorithm"], "hashed before signing", { sign: (k, base) => crypto.sign("sha256", sha("sha256", base), k) });
  }
  if (wire === WIRES.wise) {
    row(wire, ["digest/algorithm"], "SHA-1", { sign: (k, base) => crypto.sign("sha1", base, k) });
    row(wire, ["digest/algorithm"], "hashed before signing", { sign: (k, base) => crypto.sign("sha256", sha("sha256", base), k) });
    row(wire, ["digest/algorithm"], "PSS", { sign: (k, base) => crypto.sign("sha256", base, {
      key: k, padding: crypto.constants.RSA_PKCS1_PSS_PADDING, saltLength: crypto.constants.RSA_PSS_SALTLEN_DIGEST }) });
  }
  if (wire === WIRES.discord || wire === WIRES.telnyx) {
    row(wire, ["digest/algorithm"], "hashed before signing", { sign: (k, base) => crypto.sign(null, sha("sha256", base), k) });
  }
  if (wire === WIRES.twilio || wire === WIRES.hubspot) urls(wire);
}

function urls(wire) {
  const url = (name, detail, change, headers = []) =>
    row(wire, [name], detail, { signed: { url: change(wire.url) }, headers });
  // What a receiver behind a proxy sees is what the capture says; what the sender signed is the public URL.
  const seen = (name, detail, change, headers = []) =>
    row(wire, [name], detail, { sent: { url: change(wire.url) }, headers });
  seen("url/scheme", "TLS ends at the proxy", (u) => u.replace("https:", "http:"));
  seen("url/host", "the inner host", (u) => u.replace("receiver.example", "10.0.0.7"),
    [["X-Forwarded-Host", "receiver.example"]]);
  seen("url/port", "the inner port, and the outer host", (u) => u.replace("receiver.example", "receiver.example:8443"),
    [["X-Forwarded-Host", "receiver.example"]]);
  if (wire !== WIRES.twilio) seen("url/port", "the inner port", (u) => u.replace("receiver.example", "receiver.example:3000"));
  url("url/path", "a slash at the end", (u) => { const it = new URL(u); it.pathname += "/"; return it.href; });
  seen("url/path", "the proxy cuts a prefix", (u) => u.replace("/in", "/").replace("/voice", "/"),
    [["X-Original-URI", new URL(wire.url).pathname + new URL(wire.url).search]]);
  if (wire.url.includes("?")) {
    url("url/query", "without its query", (u) => u.split("?")[0]);
    url("url/query", "sorted", (u) => { const it = new URL(u); it.searchParams.sort(); return it.href; });
  }
}

function tokens(wire) {
  if (wire.alg) {
    row(wire, ["digest/encoding"], "DER in a token", { tokenSigner: (k, text) => crypto.sign("sha256", Buffer.from(text), k) });
  } else {
    row(wire, ["digest/algorithm"], "HS512", { alg: "HS512" });
    row(wire, ["digest/encoding"], "base64 in a token", { tokenEncoding: "base64" });
    row(wire, ["digest/encoding"], "hex in a token", { tokenEncoding: "hex" });
    row(wire, ["digest/unkeyed"], "alg none", { alg: "none" });
  }
  if (wire === WIRES.qstash) {
    row(wire, ["timestamp/stale"], "expired", {}, { now: NOW + 600 });
    row(wire, ["timestamp/future"], "not yet valid", {}, { now: NOW - 600 });
    row(wire, ["url/scheme"], "TLS ends at the proxy", { sent: { url: wire.url.replace("https", "http") } });
  }
  if (wire === WIRES.plaid) row(wire, ["timestamp/stale"], "old", {}, { now: NOW + 3600 });
  if (wire === WIRES.vonage) row(wire, ["digest/prefix"], "no Bearer", { prefix: "" });
}

for (const each of rows) console.log(JSON.stringify(each));
