import { andMore } from "../../text/count.js";
import { writtenBy } from "../../words/finding.js";
import { secretsTitle, secretWords, unsearchedText } from "../../words/secret.js";
import type { ImageFindings } from "../image/image-json.js";
import { cutLetters } from "./cut.js";
import { instructionPhrase } from "./instruction.js";
import { html, type Markup } from "./markup.js";

const SHOWN = 50;
const PATH_LETTERS = 300;

/** Files that hold secrets; nothing where there are none. */
export function secretsPart(
  { analysis: { image, tree }, secrets }: ImageFindings,
  toneOf: (layer: number) => string,
): Markup {
  if (secrets === null || (secrets.found.length === 0 && secrets.unsearched === 0)) return html``;
  const items = secrets.found.slice(0, SHOWN).map((secret) => {
    const { what, path, buried, layer, say, source } = secretWords({ tree }, secret);
    return html`<li>
<h3><code>${cutLetters(path, PATH_LETTERS)}</code></h3>
<p>${what}</p>
${buried === null ? "" : html`<p><strong>Buried</strong>: ${buried}</p>`}
<p class="advice">${say} <a href="${source}" rel="noreferrer">why</a></p>
<p>${instructionPhrase(writtenBy(image, layer), toneOf(layer))}</p>
</li>
`;
  });
  const rest = secrets.found.length - SHOWN;
  const unsearched = unsearchedText(secrets);
  return html`<section aria-labelledby="secrets-title">
<h2 id="secrets-title">Secrets</h2>
<p>${secretsTitle(secrets)}.</p>
<ol class="stories">
${items}</ol>${rest > 0 ? html`<p>${andMore(rest) ?? ""}: see <code>layerx inspect IMAGE --format json</code>.</p>` : ""}${unsearched === null ? "" : html`<p>${unsearched}.</p>`}
</section>`;
}
