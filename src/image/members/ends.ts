/** One past the last descendant of each node, for nodes in pre-order, from the folder of each. */
export function endsOf(parent: Int32Array): Int32Array {
  const end = new Int32Array(parent.length);
  // Backwards: the first child that a folder meets is its last, and both end at the same node.
  for (let node = parent.length - 1; node >= 0; node--) {
    if (end[node] === 0) end[node] = node + 1;
    const folder = parent[node];
    if (folder >= 0 && end[folder] === 0) end[folder] = end[node];
  }
  return end;
}
