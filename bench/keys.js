const DOWN = "\x1b[B";
const UP = "\x1b[A";
const LEFT = "\x1b[D";
const PAGE_DOWN = "\x1b[6~";
const PAGE_UP = "\x1b[5~";
const ENTER = "\r";
const ESCAPE = "\x1b";
const BACKSPACE = "\x7f";

/**
 * Returns one round of the explorer's keys, each with the kind in the results. Keys with `null` are not counted; they
 * only prepare the next keys. A round ends in the state in which it began, so that rounds can be repeated. Most keys are
 * pressed in the slowest state: all layers merged, every folder open.
 *
 * @returns {{ kind: string | null, key: string }[]}
 */
export function keyRound() {
  return [
    ...keys(null, "1"),
    ...keys("layer step", DOWN, DOWN, DOWN, UP, DOWN, UP, DOWN, DOWN),
    ...keys("all layers / this layer", "a"),
    ...keys("layer step, all layers", DOWN, DOWN, UP, DOWN, DOWN, UP, DOWN, "G"),
    ...keys(null, "m"),
    ...keys("compare", UP, UP, DOWN, UP, "a", "a"),
    ...keys(null, "G", "m"),
    ...keys(null, "2"),
    ...keys("close all / open all", "z", "Z"),
    ...keys("move", DOWN, DOWN, DOWN, "j", "j", "k", UP, DOWN, DOWN, DOWN),
    ...keys("page", PAGE_DOWN, PAGE_DOWN, PAGE_UP, PAGE_DOWN, PAGE_DOWN, PAGE_UP),
    ...keys("first / last", "G", "g"),
    ...keys("fold", " ", " ", DOWN, " ", " ", LEFT),
    ...keys("sort", "s", "s", "s"),
    ...keys("open the changed", "u", "Z"),
    ...keys("split", "v", DOWN, PAGE_DOWN, UP, "a", DOWN, PAGE_UP, "a", "v"),
    ...keys("change toggle", "+", "+", "~", "~", "-", "-"),
    ...keys(null, "/"),
    ...keys("filter character", "s", "r", "c", "-", "f", "i", "l", "e", "1", "2"),
    ...keys("filter character", BACKSPACE, BACKSPACE, BACKSPACE),
    ...keys(null, ENTER, "z"),
    ...keys("next match", "n", "n", "N", "n"),
    ...keys(null, ESCAPE),
    ...keys("versions", "t"),
    ...keys(null, ESCAPE, "f"),
    ...keys("find character", "s", "r", "c", "-", "1"),
    ...keys(null, ESCAPE),
    ...keys("close all / open all", "x"),
    ...keys("waste list", "w"),
    ...keys("move in waste", DOWN, DOWN, PAGE_DOWN, UP),
    ...keys("waste grouping", "c"),
    ...keys("move in waste, by path", DOWN, DOWN),
    ...keys("waste grouping", "c"),
    ...keys("open a group of waste", ENTER, ENTER),
    ...keys("move in waste, by cause", DOWN, UP),
    ...keys("waste grouping", "c"),
    ...keys("move in waste, by instruction", DOWN, UP),
    ...keys("waste grouping", "c"),
    ...keys("open / close a page", "i", "q", "o", "q", "?", "q"),
    ...keys(null, "1", "g"),
    ...keys("all layers / this layer", "a"),
  ];
}

/**
 * Returns the same for the explorer on a comparison of two images.
 *
 * @returns {{ kind: string | null, key: string }[]}
 */
export function comparisonRound() {
  return [
    ...keys(null, "1", "g"),
    ...keys("layer step", DOWN, DOWN, DOWN, UP, DOWN, UP, "G", UP),
    ...keys("all layers / this layer", "a"),
    ...keys("layer step, all layers", DOWN, UP, UP, DOWN, "g"),
    ...keys("all layers / this layer", "a"),
    ...keys(null, "2"),
    ...keys("close all / open all", "z", "Z"),
    ...keys("move", DOWN, DOWN, "j", "k", UP, DOWN, DOWN, DOWN),
    ...keys("page", PAGE_DOWN, PAGE_DOWN, PAGE_UP),
    ...keys("first / last", "G", "g"),
    ...keys("fold", " ", " ", DOWN, " ", " ", LEFT),
    ...keys("sort", "s", "s", "s", "s"),
    ...keys("open the changed", "u", "Z"),
    ...keys("change toggle", "+", "+", "~", "~", "-", "-"),
    ...keys(null, "/"),
    ...keys("filter character", "s", "r", "c", "-", "f", "i", "l", "e", BACKSPACE, BACKSPACE),
    ...keys(null, ENTER, ESCAPE),
    ...keys("close all / open all", "x"),
    ...keys("move in the reasons", "w", DOWN, DOWN, PAGE_DOWN, UP),
    ...keys("go to a place", ENTER),
    ...keys("open / close a page", "i", "q", "o", "q"),
  ];
}

/**
 * @param {string | null} kind
 * @param {...string} list
 */
function keys(kind, ...list) {
  return list.map((key) => ({ kind, key }));
}
