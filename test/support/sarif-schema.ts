import * as v from "valibot";

/*
 * The part of SARIF 2.1.0 that a gate writes. An unknown property is an error, as in the standard's schema. It also
 * checks the additional requirements of GitHub's "SARIF support for code scanning".
 */

const text = v.pipe(v.string(), v.minLength(1));
const line = v.pipe(v.number(), v.integer(), v.minValue(1));

// 3.11: a brace that is not a placeholder is written twice.
const message = v.strictObject({ text: v.pipe(text, v.regex(/^(?:[^{}]|\{\{|\}\})*$/)) });

// RFC 3986: a reference, relative or with a scheme.
const uri = v.pipe(text, v.regex(/^(file:\/\/\/)?(?:[\w.~!$&'()*+,;=@/-]|%[0-9A-F]{2})+$/));

const physicalLocation = v.strictObject({
  artifactLocation: v.strictObject({ uri }),
  region: v.pipe(
    v.strictObject({ startLine: line, endLine: line }),
    v.check(({ startLine, endLine }) => startLine <= endLine),
  ),
});

const location = v.strictObject({
  id: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  physicalLocation,
  message: v.optional(message),
});

const level = v.picklist(["none", "note", "warning", "error"]);

const rule = v.strictObject({
  id: text,
  shortDescription: v.strictObject({ text }),
  fullDescription: v.strictObject({ text }),
  help: v.strictObject({ text }),
  helpUri: v.optional(v.pipe(text, v.regex(/^https:\/\/\S+$/))),
  defaultConfiguration: v.strictObject({ level }),
});

const result = v.strictObject({
  ruleId: text,
  ruleIndex: v.pipe(v.number(), v.integer(), v.minValue(0)),
  level,
  message,
  locations: v.pipe(v.array(location), v.minLength(1)),
  relatedLocations: v.optional(v.array(location)),
  partialFingerprints: v.record(v.string(), v.string()),
});

const run = v.pipe(
  v.strictObject({
    tool: v.strictObject({
      driver: v.strictObject({
        name: text,
        version: v.pipe(text, v.regex(/^\d+\.\d+\.\d+/)),
        rules: v.array(rule),
      }),
    }),
    automationDetails: v.strictObject({ id: text }),
    columnKind: v.picklist(["utf16CodeUnits", "unicodeCodePoints"]),
    results: v.array(result),
  }),
  v.check(({ tool, results }) =>
    results.every(({ ruleId, ruleIndex }) => tool.driver.rules[ruleIndex]?.id === ruleId),
  ),
);

export const sarifSchema = v.strictObject({
  $schema: v.literal("https://json.schemastore.org/sarif-2.1.0.json"),
  version: v.literal("2.1.0"),
  runs: v.pipe(v.array(run), v.minLength(1)),
});
