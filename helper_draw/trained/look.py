"""Look: the style of the page of a training, after the frame's own."""

STYLE = """
body{max-width:1080px;margin:0 auto}
.both{display:grid;grid-template-columns:1fr 1fr;gap:16px;margin:12px 0}
.both.one{grid-template-columns:minmax(0,640px)}
.panel{min-width:0}
svg.seen{display:block;width:100%;height:auto;
font:13px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}
#map{border-radius:6px}
.frame{display:none}
.frame.now{display:inline}
.legend{display:flex;flex-wrap:wrap;gap:2px 16px;margin:10px 0 0;padding:0;list-style:none;
font-size:.9rem}
.legend li{display:flex;align-items:center;gap:6px}
.legend svg.seen{width:22px;height:22px}
.controls{display:flex;flex-wrap:wrap;align-items:center;gap:8px 14px}
#play{min-width:5.5em}
#epoch{flex:1 1 260px;min-height:40px;margin:0}
.keys{font-size:.9rem}
.said{min-height:1.6em;margin:8px 0 14px}
output{font:600 1rem/1.5 system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}
.try{max-width:46em;border-left:3px solid var(--accent);padding-left:12px}
details{margin:10px 0}
summary{cursor:pointer;min-height:32px}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9rem}
th,td{text-align:right;padding:3px 14px 3px 0}
th{font-weight:600;border-bottom:1px solid var(--soft)}
pre{overflow-x:auto;background:var(--raised);border:1px solid var(--soft);border-radius:8px;
padding:12px;font-size:13px;line-height:1.45;margin:6px 0}
@media (max-width:760px){.both{grid-template-columns:minmax(0,1fr);gap:10px}.panel{padding:8px 10px}
.keys{display:none}
svg.seen{font-size:17px}}
@media (forced-colors:active){svg.seen{forced-color-adjust:none;background:Canvas}}
@media print{svg.seen{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.both{grid-template-columns:1fr 1fr}}
"""
