import { MAP_STYLE } from "./style-map.js";
import { TABLE_STYLE } from "./style-tables.js";
import { LETTERS, TONES } from "./tones.js";

/** The style of a page, by day and by night: what all pages share, and `own`. */
export function pageStyle(own = MAP_STYLE): string {
  const toneRules = (time: "day" | "night") =>
    [...TONES].map(([name, tone]) => `.${name}{--tone:${tone[time]}}`).join("\n");
  return `${PAGE}${TABLE_STYLE}${own}
:root{--letters:${LETTERS.day}}
${toneRules("day")}
@media (prefers-color-scheme:dark){
:root{--letters:${LETTERS.night}}
${toneRules("night")}
}
`;
}

const PAGE = `
:root{color-scheme:light dark;
--ground:#f4f5f7;--card:#fff;--text:#191c22;--soft:#555d6a;--line:#dde1e7;--accent:#1a5fb4;--good:#1b6e35;--map:#e9ecf0;--hover:#eef1f6;
--mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;
font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans","DejaVu Sans",sans-serif}
@media (prefers-color-scheme:dark){
:root{--ground:#0f1216;--card:#181c22;--text:#e6e9ee;--soft:#a2abb8;--line:#2c323b;--accent:#82b5f5;--good:#7fce86;--map:#21262e;--hover:#222832}
}
*{box-sizing:border-box}
html{background:var(--ground);color:var(--text);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:1360px;padding:20px 24px 40px}
h1,h2,h3,h4,p,ul,ol,dl,dd,figure{margin:0;padding:0}
h1{font-size:26px;line-height:1.25;font-weight:650;overflow-wrap:anywhere;unicode-bidi:isolate}
h2{font-size:19px;line-height:1.3;font-weight:650}
h3{font-size:16px;margin-top:24px}
h4{font-size:15px;font-weight:500}
.line{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 14px}
:is(section,.line)>p{color:var(--soft);margin-top:2px}
section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;margin-top:18px}
code,kbd{font-family:var(--mono);font-size:13px;overflow-wrap:anywhere;unicode-bidi:isolate;white-space:pre-wrap}
kbd{border:1px solid var(--line);border-radius:4px;padding:0 4px;font-size:12px}
a{color:var(--accent)}
button{font:inherit;color:inherit}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;background:var(--card);padding:6px 12px;z-index:2}
html:not(.live) :is(.live-only,.map-part,.legend,.search,.more,[id$="-more"]){display:none}
.brand{color:var(--soft);font-size:13px;letter-spacing:.02em}
.kind{color:var(--soft)}
header{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:8px 32px;align-items:end}
.tiles{display:flex;gap:10px}
.tiles>div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:7px 16px 8px;min-width:120px}
.tiles dt{color:var(--soft);font-size:13px}
.tiles dd{line-height:1.25}
.tiles strong{display:block;font-size:23px;font-weight:650;font-variant-numeric:tabular-nums}
.tiles span{color:var(--soft);font-size:12.5px}
.facts{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:1px 24px;font-size:14px}
.facts>div{display:flex;gap:8px;min-width:0}
.facts dt{color:var(--soft)}
.facts dd{overflow-wrap:anywhere;unicode-bidi:isolate;min-width:0}
.warnings{border-color:#c98a1b}
.warnings ul,.values{padding-left:18px}
.swatch{display:inline-block;width:11px;height:11px;border-radius:3px;background:var(--tone);margin-right:7px;flex:none;box-shadow:inset 0 0 0 1px rgb(127 127 127/.35)}
.badge{background:var(--tone);color:var(--letters);border-radius:5px;padding:1px 8px;font-size:13px}
.stories{list-style:none;display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:12px;margin-top:10px}
.stories>li{border:1px solid var(--line);border-radius:8px;padding:12px 14px;font-size:14px;min-width:0}
.stories h3{margin:0;font-size:15px;font-weight:500}
.stories p{margin-top:4px}
.stories strong{font-size:16px;font-variant-numeric:tabular-nums}
.advice{font-weight:600}
.advice a{font-weight:400;font-size:13px}
.paths{list-style:none;margin-top:4px;color:var(--soft)}
.paths code{color:var(--text)}
.causes{list-style:none;margin-top:10px;font-size:14px;color:var(--soft)}
.causes b{color:var(--text)}
summary{cursor:pointer}
details>summary>span{color:var(--soft)}
section>details{margin-top:10px}
footer{color:var(--soft);font-size:13px;margin-top:20px}
@media (max-width:900px){.stories,header{grid-template-columns:minmax(0,1fr)}}
@media (max-width:640px){
body{padding:12px 10px 32px}
section{padding:14px 12px}
h1{font-size:21px}
header{grid-template-columns:minmax(0,1fr)}
.tiles{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:8px}
.tiles>div{padding:6px 12px;min-width:0}
}
`;
