import { type HtmlContent, html, type Markup } from "./markup.js";

export interface GridPart {
  readonly caption: string;
  /** An example of a search. */
  readonly hint: string;
  readonly headings: readonly { readonly name: string; readonly kind: string }[];
  /** The first rows, for readers without a script. */
  readonly rows: HtmlContent;
}

/** Returns a table of many rows, which the script searches and sorts. */
export function gridPart(name: string, { caption, hint, headings, rows }: GridPart): Markup {
  return html`<div class="search"><label>Search <input type="search" id="${name}-search" autocomplete="off" spellcheck="false" placeholder="${hint}"></label> <span id="${name}-count" role="status"></span></div>
<table id="${name}" class="grid"><caption class="unseen">${caption}</caption>
<thead><tr>${headings.map(({ name: title, kind }) => html`<th scope="col" class="${kind}">${title}</th>`)}</tr></thead>
<tbody id="${name}-rows">
${rows}</tbody></table>
<button type="button" class="more" id="${name}-more">Show more</button>`;
}
