/**
 * Returns the index of the first number that is at least `least` in a sorted list; the length of the list if
 * there is none.
 */
export function firstFrom(numbers: Int32Array | readonly number[], least: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
