export const MAP_STYLE = `
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:6px;margin-top:10px;font-size:13px;align-items:center}
.legend button{display:flex;align-items:center;gap:0;background:none;border:1px solid var(--line);border-radius:999px;padding:2px 11px 2px 8px;cursor:pointer;max-width:100%}
.legend button:hover{background:var(--hover)}
.legend button[aria-pressed=true]{border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.legend b{margin-right:6px}
.legend .what{color:var(--soft);margin-left:8px;font-family:var(--mono);font-size:12px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.map-part{display:grid;grid-template-columns:minmax(0,1fr) 320px;gap:18px;margin-top:10px}
.way{list-style:none;display:flex;flex-wrap:wrap;font-family:var(--mono);font-size:13px;min-height:26px;align-items:center}
.way{max-height:80px;overflow-y:auto}
.way li{overflow-wrap:anywhere;unicode-bidi:isolate}
.way li+li::before{content:"›";margin:0 6px;color:var(--soft)}
.way button{background:none;border:0;padding:0 2px;color:var(--accent);cursor:pointer;font:inherit;overflow-wrap:anywhere;text-align:left}
.way button:hover{text-decoration:underline}
.map{height:clamp(340px,58vh,640px);background:var(--map);border-radius:6px;overflow:hidden;position:relative}
.treemap{display:block;position:absolute;inset:0;width:100%;height:100%;color:var(--letters);user-select:none;-webkit-user-select:none}
.tile>rect{stroke:var(--card);stroke-width:1}
.tile{cursor:pointer;outline:none}
.tile.open>rect{fill:color-mix(in srgb,var(--tone) 22%,var(--card))}
.tile.open>text{fill:var(--text);font-weight:600}
.tile.sum>rect{fill:color-mix(in srgb,var(--tone) 72%,var(--card))}
.tile:hover>rect{stroke:var(--text);stroke-width:1.5}
.tile text{font:11.5px/1 var(--mono);fill:currentColor;pointer-events:none;unicode-bidi:isolate}
.tile .big{font-size:15.5px}
.tile .size{opacity:.86}
.tile .end{text-anchor:end;font-weight:400}
.tile.dim{opacity:.16}
.tile.open.dim{opacity:1}
.ring{fill:none;stroke:none;pointer-events:none}
.treemap:has(.tile:focus-visible) .ring{stroke:var(--text);stroke-width:3}
.hint{color:var(--soft);font-size:12.5px;margin-top:6px}
.list{min-width:0;display:flex;flex-direction:column}
.now{font-size:13px;color:var(--soft);overflow-wrap:anywhere;min-height:26px;max-height:66px;overflow:hidden;padding-top:3px}
.list .scroll{overflow-y:auto;max-height:clamp(340px,58vh,640px)}
.list table{margin:0;font-size:13px}
.list th,.list td{padding-top:3px;padding-bottom:3px}
.list thead th{position:sticky;top:0;background:var(--card)}
.list .path{overflow-wrap:anywhere}
.list .link{word-break:break-all;max-width:calc(100% - 20px)}
.list .group th{padding-top:16px}
.list td.path>.swatch{float:left;margin-top:5px}
.list td.path>span:last-child{unicode-bidi:isolate;word-break:break-all}
.tooltip{position:fixed;z-index:3;max-width:min(440px,94vw);background:var(--text);color:var(--ground);border-radius:7px;padding:8px 11px;font-size:13px;line-height:1.4;pointer-events:none;display:grid;gap:2px;overflow-wrap:anywhere}
.tooltip[hidden]{display:none}
.tooltip code{font-weight:600}
.tooltip :is(span,code){display:-webkit-box;-webkit-line-clamp:3;-webkit-box-orient:vertical;overflow:hidden}
@media (prefers-reduced-motion:no-preference){
.tile{transition:opacity .15s}
}
@media (max-width:900px){
.map-part{grid-template-columns:minmax(0,1fr)}
.list .scroll{max-height:300px}
}
@media (max-width:640px){
.map{height:62vh}
.legend .what{display:none}
}
@media (forced-colors:active){.treemap:has(.tile:focus-visible) .ring{stroke:Highlight}}
`;
