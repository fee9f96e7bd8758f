type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/** Returns the column with room for at least `length` values: itself, or a copy of double the size. */
export function grow<T extends Column>(column: T, length: number): T {
  if (length <= column.length) return column;
  const wider = new (column.constructor as new (length: number) => T)(Math.max(length, column.length * 2));
  wider.set(column);
  return wider;
}
