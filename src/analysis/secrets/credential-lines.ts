/** Longer lines are data; and no pattern costs more than this line's square. */
const MOST_LINE = 512;

/** A name that says password, token or key, and a value. */
const ASSIGNED =
  /^[ \t]*(?:export[ \t]+|set[ \t]+)?["']?[\w.:/@-]*(?:passw(?:or)?d|passphrase|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|key-data|credential|_auth|\bauth)\w*["']?[ \t]*[:=][ \t]*["']?([^\s"'#,;]{4,})/i;
/** `.netrc`, and a URL with a user and a password. */
const LOGIN = /\bpassword[ \t]+(\S{4,})|[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:/@]{1,100}:([^\s/@]{4,200})@/i;
/** Values that stand for one that is filled in elsewhere. */
const PLACEHOLDER =
  /^(\$|<|\{|%|\*|x{3,}|\.{3}|change[_-]?me|example|placeholder|replace|your[_-]|todo|none|null|true|false|yes|no$|password$|secret$|token$|\d{1,3}$)/i;

/**
 * The first line, from 1, in which a file for credentials has a password, a token or a key; 0 for none. `name` is the
 * file's.
 */
export function credentialLine(name: string, text: string): number {
  const isSecret = testOf(name);
  let number = 0;
  for (const line of text.split("\n")) {
    number++;
    if (line.length <= MOST_LINE && !/^\s*[#;]/.test(line) && isSecret(line)) return number;
  }
  return 0;
}

function testOf(name: string): (line: string) => boolean {
  if (name === ".pgpass") return (line) => /^([^:]*:){4}\S/.test(line);
  if (name === ".htpasswd") return (line) => /^[^:\s]+:\S{4,}/.test(line);
  if (name === ".vault-token") return (line) => /\S{8,}/.test(line);
  return (line) => {
    const value = ASSIGNED.exec(line)?.[1] ?? LOGIN.exec(line)?.slice(1).find(Boolean);
    return value !== undefined && !PLACEHOLDER.test(value);
  };
}
