import { padEnd } from "../../text/width.js";
import { own, type Row, rowOf, span } from "../drawing/row.js";
import type { Area } from "../layout.js";
import type { Subject } from "../subject.js";
import { factsOf, LABEL_COLUMNS } from "./facts.js";
import type { FactsPage } from "./facts-page.js";

/** What is known of a version of a path, from line `top` on. */
export function factsLines(subject: Subject, page: FactsPage, area: Area): Row[] {
  const facts = factsOf(subject, page, area);
  return Array.from({ length: area.rows }, (_, row) => {
    const fact = facts.at(page.top + row);
    const spans =
      fact === undefined ? [] : [span(own(padEnd(` ${fact.label}`, LABEL_COLUMNS)), "dim"), span(fact.value)];
    return rowOf(spans);
  });
}
