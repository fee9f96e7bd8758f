/** What only the report on many images has. */
export const FLEET_STYLE = `
.changes{list-style:none;counter-reset:change;margin-top:12px}
.changes>li{display:grid;grid-template-columns:150px minmax(0,1fr);gap:4px 18px;padding:12px 0;border-top:1px solid var(--line);font-size:14px}
.saves strong{display:block;font-size:20px;font-weight:650;line-height:1.2;font-variant-numeric:tabular-nums}
.saves span,.where{color:var(--soft)}
.where code{color:var(--text)}
.changes .share{display:block;width:100%;height:8px;margin:8px 0 6px}
.changes h3{margin:0;font-size:15px;overflow-wrap:anywhere}
.changes p{margin-top:4px}
.changes details,.changes summary{display:inline}
.first .saves strong{font-size:32px}
.first h3{font-size:19px}
.scroll{overflow-x:auto}
.rule{white-space:nowrap}
.rule.fail{font-weight:650}
.minor{color:var(--soft)}
.grid td.minor:not(.number){width:30%;overflow-wrap:anywhere}
.grid .path{width:auto}
@media (max-width:640px){
.changes>li{grid-template-columns:minmax(0,1fr)}
}
`;
