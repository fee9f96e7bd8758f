/**
 * A function that remembers its last `limit` results, found again by the identity of the arguments. For what is
 * slow and depends on nothing else. The bound keeps memory flat.
 */
export function remember<Args extends readonly unknown[], Result>(
  limit: number,
  compute: (...args: Args) => Result,
): (...args: Args) => Result {
  const calls: { args: Args; result: Result }[] = [];
  return (...args) => {
    const at = calls.findIndex((call) => call.args.every((arg, i) => Object.is(arg, args[i])));
    const call = at < 0 ? { args, result: compute(...args) } : calls[at];
    if (at >= 0) calls.splice(at, 1);
    calls.unshift(call);
    if (calls.length > limit) calls.pop();
    return call.result;
  };
}

/**
 * The same for what is computed of an object: of each the last `limit` results, as long as the object itself is kept.
 * A memo with strong references would keep objects that are not used any more.
 */
export function rememberOf<Owner extends object, Args extends readonly unknown[], Result>(
  limit: number,
  compute: (owner: Owner, ...args: Args) => Result,
): (owner: Owner, ...args: Args) => Result {
  const known = new WeakMap<Owner, (...args: Args) => Result>();
  return (owner, ...args) => {
    const results = known.get(owner) ?? remember(limit, (...args: Args) => compute(owner, ...args));
    known.set(owner, results);
    return results(...args);
  };
}
