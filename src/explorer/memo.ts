/**
 * Returns a function that remembers its last `limit` results, by the identity of the arguments. For slow
 * functions that depend only on their arguments. The limit keeps the memory small.
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
 * The same for results that belong to an object: the last `limit` results of each object, as long as the
 * object exists. With strong references, unused objects would stay in memory.
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
