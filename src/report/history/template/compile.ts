import { fail } from "../../../errors.js";
import { escapeText } from "../../../text/escape.js";
import { type ByteString, encodeUtf8 } from "../byte-string.js";
import { type FieldName, HEADERS, type HistoryRow } from "../fields.js";
import { execute } from "./execute.js";
import { refuse, TemplateFault, unsupported } from "./fault.js";
import { HEADER_FUNCTIONS, OTHER_FUNCTIONS, ROW_FUNCTIONS } from "./functions.js";
import { jsonRow } from "./json-value.js";
import { parse, type Template } from "./parse-template.js";
import type { Operand, Pipeline } from "./pipeline.js";
import type { TemplateScope } from "./value.js";

export interface Compiled {
  /**
   * Returns the output of one row, without a newline of its own.
   * @throws LayerxError
   */
  row(row: HistoryRow): ByteString;
  /** Returns the header up to the first error: docker prints no error for it. */
  header(): ByteString;
}

/**
 * Compiles a template.
 * @throws LayerxError `bad-template` if docker refuses it, `unsupported-template` if only layerx does.
 */
export function compile(source: string): Compiled {
  const template = explained(source, () => {
    const parsed = parse(source);
    checkFunctions(parsed);
    return parsed;
  });
  return {
    row: (row) =>
      explained(source, () =>
        [...execute(template, { scope: rowScope(row), functions: ROW_FUNCTIONS })].join(""),
      ),
    header: () => explained(source, () => header(template)),
  };
}

/** Runs `work`. Turns a fault into an error for the user. */
function explained<T>(source: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TemplateFault)) throw error;
    const details = { template: escapeText(source), why: escapeText(error.message) };
    return fail(error.unsupported ? "unsupported-template" : "bad-template", details);
  }
}

function header(template: Template): ByteString {
  let out = "";
  try {
    for (const piece of execute(template, { scope: HEADER_SCOPE, functions: HEADER_FUNCTIONS })) out += piece;
  } catch (error) {
    if (!(error instanceof TemplateFault) || error.unsupported) throw error;
  }
  return out;
}

/**
 * Functions are checked when the template is parsed, so that an image without history causes the same error.
 */
function checkFunctions(template: Template): void {
  for (const part of template) if (typeof part !== "string") checkPipeline(part);
}

function checkPipeline(pipeline: Pipeline): void {
  for (const operand of pipeline.flat()) checkOperand(operand);
}

function checkOperand(operand: Operand): void {
  if (operand.kind === "group") checkPipeline(operand.pipeline);
  if (operand.kind !== "function" || ROW_FUNCTIONS.has(operand.name)) return;
  if (OTHER_FUNCTIONS.has(operand.name)) unsupported(`the function "${operand.name}"`);
  refuse(`function "${operand.name}" not defined`);
}

function rowScope(row: HistoryRow): TemplateScope {
  const field = (name: FieldName) => encodeUtf8(row(name));
  return {
    field: (name) => (isField(name) ? field(name) : undefined),
    json: () => jsonRow(FIELDS.map((name) => [name, field(name)])),
  };
}

const FIELDS = Object.keys(HEADERS).filter(isField);

function isField(name: string): name is FieldName {
  return Object.hasOwn(HEADERS, name);
}

const HEADER_SCOPE: TemplateScope = {
  field: (name) => (isField(name) ? HEADERS[name] : "<no value>"),
  json: () => null,
};
