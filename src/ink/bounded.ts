/**
 * Returns a function that keeps its last results: at least `limit`, at most twice as many. When one half is
 * full, the older half is dropped. A result takes one or two look-ups, and the memory has a limit.
 */
export function bounded<Result>(limit: number, compute: (text: string) => Result): (text: string) => Result {
  let young = new Map<string, Result>();
  let old = new Map<string, Result>();
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const result = old.get(text) ?? compute(text);
    if (young.size >= limit) {
      old = young;
      young = new Map();
    }
    young.set(text, result);
    return result;
  };
}
