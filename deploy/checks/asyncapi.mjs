// Reads AsyncAPI documents with the official parser and says what it finds wrong in them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { Parser } = createRequire(`${process.cwd()}/.recoup/checks/`)("@asyncapi/parser");
const WARNING = 1; // above it: information, such as that a newer AsyncAPI exists
const parser = new Parser();

for (const file of process.argv.slice(2)) {
  const { diagnostics } = await parser.parse(readFileSync(file, "utf8"), { source: file });
  for (const { severity, path, message, code } of diagnostics) {
    if (severity > WARNING) continue;
    console.error(`${file}: /${path.join("/")}: ${message} (${code})`);
    process.exitCode = 1;
  }
}
