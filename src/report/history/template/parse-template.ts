import { encodeUtf8 } from "../byte-string.js";
import { refuse } from "./fault.js";
import { type Pipeline, parsePipeline } from "./pipeline.js";
import { readToken, type TemplateToken } from "./tokens.js";

/** A parsed template: texts as bytes, and pipelines whose results are printed. */
export type Template = readonly (string | Pipeline)[];

const TRIMMED_OPEN = /^\{\{-[ \t\r\n]/;
const COMMENT = /^\/\*[\s\S]*?\*\//;
const CLOSE = /^(?:[ \t\r\n]-)?\}\}/;

/**
 * Parses a template of docker: text, fields, functions, pipes, constants, comments, `{{-` and `-}}`.
 * @throws TemplateFault for a template that Go refuses, and for Go's flow control and variables.
 */
export function parse(source: string): Template {
  const parts: (string | Pipeline)[] = [];
  let rest = source;
  let trimsLeft = false;
  for (;;) {
    const open = rest.indexOf("{{");
    const text = open < 0 ? rest : rest.slice(0, open);
    const action = open < 0 ? "" : rest.slice(open);
    const trimsRight = TRIMMED_OPEN.test(action);
    parts.push(encodeUtf8(trim(text, { start: trimsLeft, end: trimsRight })));
    if (open < 0) return parts;
    const body = action.slice(trimsRight ? 4 : 2);
    const comment = COMMENT.exec(body)?.[0];
    const { tokens, rest: closing } =
      comment === undefined ? readAction(body) : { tokens: null, rest: body.slice(comment.length) };
    const close = CLOSE.exec(closing)?.[0] ?? refuse("comment ends before closing delimiter");
    if (tokens !== null) parts.push(parsePipeline(tokens));
    trimsLeft = close.length > 2;
    rest = closing.slice(close.length);
  }
}

function trim(text: string, { start, end }: { start: boolean; end: boolean }): string {
  const trimmed = start ? text.replace(/^[ \t\r\n]+/, "") : text;
  return end ? trimmed.replace(/[ \t\r\n]+$/, "") : trimmed;
}

function readAction(body: string): { tokens: TemplateToken[]; rest: string } {
  if (body.startsWith("/*")) return refuse("unclosed comment");
  const tokens: TemplateToken[] = [];
  let rest = body;
  while (!CLOSE.test(rest)) {
    const { token, length } = readToken(rest);
    tokens.push(token);
    rest = rest.slice(length);
  }
  return { tokens, rest };
}
