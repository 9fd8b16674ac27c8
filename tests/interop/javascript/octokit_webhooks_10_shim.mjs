// npm `@octokit/webhooks` 10.9.1, behind a shim: its middleware, in front of a request of Node's kind.

import { Readable } from "node:stream";
import { createNodeMiddleware, Webhooks } from "@octokit/webhooks-10";
import { run } from "./shim_loop.mjs";

const log = { debug() {}, info() {}, warn() {}, error() {} };
const event = { "content-type": "application/json", "x-github-event": "ping", "x-github-delivery": "1" };

run({ name: "@octokit/webhooks", folder: "@octokit/webhooks-10", schemes: ["github"] }, ({ secret, headers, body }) => {
  const middleware = createNodeMiddleware(new Webhooks({ secret, log }), { path: "/", log });
  const request = Object.assign(Readable.from([body]), { method: "POST", url: "/", headers: { ...headers, ...event } });
  return new Promise((answer) => {
    const response = { statusCode: 200, writeHead(status) { this.statusCode = status; } };
    // What it answers with 500 is an error; what it throws ends the process, as it does a server.
    response.end = () => answer(response.statusCode < 300 || (response.statusCode < 500 ? false : "error"));
    middleware(request, response);
  });
});
