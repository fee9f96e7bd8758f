/**
 * Returns the node after the last descendant of each node.
 * @param parent the folder of each node, in pre-order
 */
export function endsOf(parent: Int32Array): Int32Array {
  const end = new Int32Array(parent.length);
  // Backwards: the first child that is met is a folder's last one, and both end at the same node.
  for (let node = parent.length - 1; node >= 0; node--) {
    if (end[node] === 0) end[node] = node + 1;
    const folder = parent[node];
    if (folder >= 0 && end[folder] === 0) end[folder] = end[node];
  }
  return end;
}
