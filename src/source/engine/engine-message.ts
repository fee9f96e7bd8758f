import { field, text } from "../../image/json-field.js";
import type { Printable } from "../../text/escape.js";
import { quoted } from "../registry/registry-message.js";

/**
 * Returns the text in the body of an engine's error: `{"message"}`, Podman's `{"cause","message"}`, or plain
 * text.
 */
export function bodyWords(body: string): Printable {
  return quoted(messageIn(body) ?? body);
}

function messageIn(body: string): string | null {
  try {
    const value: unknown = JSON.parse(body);
    const detail = text(field(field(value, "errorDetail"), "message"));
    return (
      detail ?? text(field(value, "message")) ?? text(field(value, "error")) ?? text(field(value, "cause"))
    );
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
