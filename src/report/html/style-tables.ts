export const TABLE_STYLE = `
table{border-collapse:collapse;width:100%;font-size:14px;margin-top:10px}
th,td{text-align:left;padding:5px 12px 5px 0;vertical-align:top;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:500;font-size:13px;white-space:nowrap}
th:last-child,td:last-child{padding-right:0}
tbody tr:hover{background:var(--hover)}
tr.empty{color:var(--soft)}
.number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
td{white-space:normal}
#copies td:nth-child(3){white-space:nowrap}
.path{width:99%;overflow-wrap:anywhere}
th button{all:unset;cursor:pointer;border-radius:3px}
th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
th button::after{content:"";display:inline-block;width:1em;text-align:center}
th.number button::after{content:none}
th.number button::before{content:"";display:inline-block;width:1em;text-align:center}
th[aria-sort=ascending]:not(.number) button::after,th[aria-sort=ascending].number button::before{content:"▴"}
th[aria-sort=descending]:not(.number) button::after,th[aria-sort=descending].number button::before{content:"▾"}
.layers td:first-child{white-space:nowrap}
.layers td:last-child{width:60%}
.layers td.bar{white-space:nowrap;font-variant-numeric:tabular-nums;min-width:150px}
.share{width:90px;height:10px;margin-right:8px;border-radius:2px;background:var(--map)}
.share rect,.treemap .tile>rect{fill:var(--tone)}
.layers .minor{white-space:nowrap;color:var(--soft);font-variant-numeric:tabular-nums}
.search{display:flex;flex-wrap:wrap;gap:6px 14px;align-items:center;margin-top:10px;color:var(--soft);font-size:14px}
.search input{font:inherit;color:var(--text);background:var(--ground);border:1px solid #858d99;border-radius:6px;padding:5px 10px;width:min(340px,70vw);margin-left:6px}
.more,.link{cursor:pointer}
.more{margin-top:10px;background:var(--ground);border:1px solid #858d99;border-radius:6px;padding:5px 14px}
.link{background:none;border:0;padding:0;color:var(--accent);text-align:left;overflow-wrap:anywhere}
.link:hover{text-decoration:underline}
@media (max-width:640px){
.minor,.layers .share{display:none}
.layers td.bar{min-width:0}
th,td{padding-right:8px}
.layers tr{display:grid;grid-template-columns:minmax(3.2em,auto) 4.6em 4.2em minmax(0,1fr);border-bottom:1px solid var(--line);padding:4px 0}
.layers :is(td,th){border:0;padding-top:1px;padding-bottom:1px}
.layers :is(td,th):last-child{grid-column:1/-1;width:auto;text-align:left}
.layers tr.empty td:not(:last-child){display:none}
#copies th:nth-child(4),#copies td:nth-child(4),#copies th:nth-child(5),#copies td:nth-child(5){display:none}
}
`;
