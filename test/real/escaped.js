const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * Escapes bytes in the same way as layerx's JSON: invalid UTF-8 and controls as `\xhh`, bidi controls as `\u{hhhh}`, a backslash twice.
 *
 * @param {string} bytes one character for each byte (latin1)
 * @returns {string}
 */
export function escaped(bytes) {
  const buffer = Buffer.from(bytes, "latin1");
  let out = "";
  for (let at = 0; at < buffer.length; ) {
    const length = utf8Length(buffer, at);
    const character = length === 0 ? "" : buffer.toString("utf8", at, at + length);
    const code = character.codePointAt(0) ?? -1;
    if (length === 0) out += hex(buffer[at]);
    else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) out += hex(code);
    else if (character === "\\") out += "\\\\";
    else if (BIDI.test(character)) out += `\\u{${code.toString(16).padStart(4, "0")}}`;
    else out += character;
    at += length || 1;
  }
  return out;
}

/** @returns the length of the valid UTF-8 character that begins here, or 0. */
function utf8Length(buffer, at) {
  for (let length = 1; length <= 4; length++) {
    const piece = buffer.subarray(at, at + length);
    const decoded = piece.toString("utf8");
    if ([...decoded].length === 1 && Buffer.from(decoded, "utf8").equals(piece)) return length;
  }
  return 0;
}

function hex(byte) {
  return `\\x${byte.toString(16).padStart(2, "0")}`;
}
