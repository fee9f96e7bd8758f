import { type ByteString, decodeUtf8, encodeUtf8 } from "../byte-string.js";

/** Works like Go's `strings.ToUpper`: character by character, so `ß` stays. JavaScript would return `SS`. */
export function upper(bytes: ByteString): ByteString {
  return mapCharacters(bytes, upperCharacter);
}

/** Works like Go's `strings.ToLower`. */
export function lower(bytes: ByteString): ByteString {
  return mapCharacters(bytes, lowerCharacter);
}

function lowerCharacter(character: string): string {
  return character === "İ" ? "i" : single(character, character.toLowerCase());
}

// In ASCII, a word continues after these characters. After other characters it ends only at a space.
const IN_WORD = /[A-Za-z0-9_]/;
const ASCII = /[\0-\x7f]/;
const SPACE = /\p{White_Space}/u;

/** Works like Go's `strings.Title`: the first letter of each word is upper case, the rest unchanged. */
export function title(bytes: ByteString): ByteString {
  let starts = true;
  return mapCharacters(bytes, (character) => {
    const shown = starts ? titleCharacter(character) : character;
    starts = ASCII.test(character) ? !IN_WORD.test(character) : SPACE.test(character);
    return shown;
  });
}

function mapCharacters(bytes: ByteString, map: (character: string) => string): ByteString {
  return encodeUtf8([...decodeUtf8(bytes)].map(map).join(""));
}

// Letters with an iota below have one upper-case letter, which is the title letter. JavaScript splits it into
// two.
const IOTA_BELOW = /[\u1f80-\u1f87\u1f90-\u1f97\u1fa0-\u1fa7\u1fb3\u1fc3\u1ff3]/;

function upperCharacter(character: string): string {
  if (!IOTA_BELOW.test(character)) return single(character, character.toUpperCase());
  const point = character.charCodeAt(0);
  return String.fromCharCode(point + (point < 0x1fb0 ? 8 : 9));
}

// Pairs such as ǆ have a title letter of their own, between the two cases. Georgian has no title case.
const DIGRAPHS = new Map([..."ǄǅǆǇǈǉǊǋǌǱǲǳ"].map((letter, index) => [letter, "ǅǈǋǲ"[Math.floor(index / 3)]]));
const GEORGIAN = /[\u10d0-\u10ff]/;

function titleCharacter(character: string): string {
  if (GEORGIAN.test(character)) return character;
  return DIGRAPHS.get(character) ?? upperCharacter(character);
}

/** Returns the mapped text if it is one character: Go never maps a character to several. */
function single(character: string, mapped: string): string {
  return [...mapped].length === 1 ? mapped : character;
}
