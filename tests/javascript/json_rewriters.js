// Re-writes JSON bodies as JavaScript code that signs a parsed body does, for the test of the models in
// `src/reserialize`. Each line of standard input is one body in base64. Each line of output has, for every rewriter,
// `=` and the re-written body in base64, or `!` where JavaScript threw.

const rewriters = [
  (value) => JSON.stringify(value),
  (value) => JSON.stringify(value, null, 2),
];

function rewritten(write, body) {
  try {
    return "=" + Buffer.from(write(JSON.parse(body.toString()))).toString("base64");
  } catch {
    return "!";
  }
}

const lines = require("fs").readFileSync(0, "ascii").split("\n").slice(0, -1);
const answers = lines.map((line) => {
  const body = Buffer.from(line, "base64");
  return rewriters.map((write) => rewritten(write, body)).join(" ") + "\n";
});
require("fs").writeSync(1, answers.join(""));
