function text(value: string): Buffer {
  const bytes = Buffer.from(value, "latin1");
  const length: number[] = [];
  for (let rest = bytes.length; ; rest = Math.floor(rest / 128)) {
    length.push(rest < 128 ? rest : (rest % 128) + 128);
    if (rest < 128) break;
  }
  return Buffer.concat([Buffer.from(length), bytes]);
}

/** Returns the parts of a Go program that readers need: the ELF header, the note with the build ID, the module list. */
export function goProgram(
  lines: readonly string[],
  { before = "" }: { readonly before?: string } = {},
): Buffer {
  const mark = "0".repeat(16);
  const list = lines.map((line) => `${line}\n`).join("");
  const start = Buffer.alloc(250_000);
  start.write("\x7fELF", 0, "latin1");
  start.write("\x04\0\0\0S\0\0\0\x04\0\0\0Go\0\0", 3960, "latin1");
  start.write(before, 100_000, "latin1");
  const header = Buffer.alloc(32);
  header.write("\xff Go buildinf:", 0, "latin1");
  header[14] = 8;
  header[15] = 2;
  return Buffer.concat([start, header, text("go1.26.8"), text(mark + list + mark), Buffer.alloc(50_000)]);
}
