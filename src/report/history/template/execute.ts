import type { ByteString } from "../byte-string.js";
import { refuse, unsupported } from "./fault.js";
import type { Functions } from "./functions.js";
import type { Template } from "./parse-template.js";
import type { Operand, Pipeline, TemplateCommand } from "./pipeline.js";
import { display, type TemplateScope, textValue, type Value } from "./value.js";

export interface Execution {
  readonly scope: TemplateScope;
  readonly functions: Functions;
}

/**
 * Runs a template and yields its output in pieces. The output before a fault is yielded, too.
 * @throws TemplateFault
 */
export function* execute(template: Template, execution: Execution): Generator<ByteString> {
  for (const part of template) {
    yield typeof part === "string" ? part : display(evaluate(part, execution));
  }
}

function evaluate(pipeline: Pipeline, execution: Execution): Value {
  let result: Value | null = null;
  for (const command of pipeline) result = run(command, result, execution);
  return result ?? refuse("missing value for command");
}

function run([first, ...others]: TemplateCommand, piped: Value | null, execution: Execution): Value {
  if (first.kind === "function") {
    const args = others.map((operand) => operandValue(operand, execution));
    return call(first.name, piped === null ? args : [...args, piped], execution);
  }
  if (others.length > 0 || piped !== null) return refuse("can't give argument to non-function");
  return operandValue(first, execution);
}

function operandValue(operand: Operand, execution: Execution): Value {
  switch (operand.kind) {
    case "constant":
      return operand.value;
    case "dot":
      return { kind: "scope", value: execution.scope };
    case "field":
      return field(operand.names, execution.scope);
    case "function":
      return call(operand.name, [], execution);
    case "group":
      return evaluate(operand.pipeline, execution);
  }
}

function field([name, ...others]: readonly string[], scope: TemplateScope): Value {
  const value = scope.field(name) ?? refuse(`there is no field .${name}`);
  if (others.length > 0) return refuse(`the field .${name} is a text and has no field .${others[0]}`);
  return textValue(value);
}

function call(name: string, args: readonly Value[], { functions }: Execution): Value {
  const callee = functions.get(name) ?? refuse(`function "${name}" not defined`);
  const fits = callee.variadic === true ? args.length >= callee.least : args.length === callee.least;
  if (!fits) {
    const want = callee.variadic === true ? `at least ${callee.least}` : String(callee.least);
    return refuse(`wrong number of args for ${name}: want ${want} got ${args.length}`);
  }
  const result = callee.call(args);
  if (result.kind === "string" && result.value.length > LONGEST) {
    return unsupported(`a value that is too long (more than ${LONGEST} bytes)`);
  }
  return result;
}

/**
 * The maximum length of a value in bytes: some functions double the length of a text, so a short template
 * could make a text of any length.
 */
const LONGEST = 16 * 1024 * 1024;
