/**
 * A pattern in which `*` stands for any characters, `/` too. In time that grows with the text only: the parts between the
 * stars are looked for one after the other.
 */
export function wildcard(pattern: string): (text: string) => boolean {
  const [first, ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return (text) => text === pattern;
  return (text) => {
    if (!text.startsWith(first)) return false;
    let from = first.length;
    for (const part of rest) {
      const at = text.indexOf(part, from);
      if (at < 0) return false;
      from = at + part.length;
    }
    return text.length - last.length >= from && text.endsWith(last);
  };
}
