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

/**
 * Returns the first index at which `reached` is true; `length` if there is none. `reached` is true for every
 * index after that one.
 */
export function firstIndex(length: number, reached: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
