/**
 * A function that remembers its last `limit` results, found again by the identity of the arguments. For what is
 * slow and hangs on nothing else; the bound is what keeps memory flat.
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
