/** Where the first number that is not below `least` stands in a rising list; its length where none is. */
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
