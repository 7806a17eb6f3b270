'use strict';
// A dashboard whose graphs go on by themselves.
const D = FACTS.dash;
let range = D.range || 'Last 1 hour', noise = 7;
const rnd = () => { noise = (noise * 16807) % 2147483647; return noise / 2147483647; };

window.draw = function () {
  const pick = h('div.row', {}, (D.vars || []).map(v => { const f = field({...v, kind: 'select', onpick: () => panels.forEach(p => p.reset())}); f.style.flexDirection = 'row'; f.style.alignItems = 'center'; f.style.marginBottom = 0; return f; }),
    h('span.grow'), D.annotate && button(D.annotate.button, annotate), timeRange(), icon('Refresh dashboard', 'refresh', () => panels.forEach(p => p.reset())), icon('Dashboard settings', 'gear', () => {}));
  const grid = h('div.grid', {style: 'margin-top:14px'});
  shell({brand: D.brand, title: D.title, side: (D.side || ['Home', 'Dashboards', 'Explore', 'Alerting', 'Connections']).map(label => ({label})), on: 'Dashboards', who: 'OP'}, h('h1', {}, D.title), pick, grid);
  panels = D.panels.map(p => panel(p, grid));
};
let panels = [];

function timeRange() {
  const b = button(range, () => popup(b, ['Last 5 minutes', 'Last 15 minutes', 'Last 30 minutes', 'Last 1 hour', 'Last 6 hours'].map(l => [l, v => { range = v; b.textContent = v; b.dataset.label = v; panels.forEach(p => p.reset()); }])));
  return b;
}

function annotate() {
  dialog(D.annotate.title, h('div', {}, D.annotate.fields.map(field)), [['Cancel'], [D.annotate.ok, () => later(200, () => toast(D.annotate.done)), 'main']]);
}

function panel(p, grid) {
  const e = h('div.panel' + (p.size ? '.' + p.size : ''), {}, h('h3', {}, p.title));
  grid.append(e);
  if (p.kind === 'stat') {
    const s = h('div.stat', {}, p.value);
    e.append(s);
    return {reset: () => { s.style.opacity = .3; later(400, () => s.style.opacity = 1); }};
  }
  const c = h('canvas');
  e.append(c);
  c.width = c.clientWidth; c.height = c.clientHeight;
  let series;
  const value = (line, i) => line.base * (1 + 0.12 * Math.sin(i / 9 + line.base) + 0.1 * (rnd() - .5)) * (line.spike && i > 60 && i < 72 ? 2.2 : 1);
  const reset = () => series = p.lines.map(l => Array.from({length: 120}, (_, i) => value(l, i)));
  let n = 120;
  const paint = () => {
    const g = c.getContext('2d'), css = getComputedStyle(document.documentElement), w = c.width, hh = c.height;
    g.clearRect(0, 0, w, hh);
    g.strokeStyle = css.getPropertyValue('--line'); g.fillStyle = css.getPropertyValue('--mut'); g.font = '11px Roboto'; g.lineWidth = 1;
    for (let k = 0; k < 5; k++) { const y = 10 + k * (hh - 34) / 4; g.beginPath(); g.moveTo(40, y + .5); g.lineTo(w, y + .5); g.stroke(); g.fillText(Math.round(p.top * (1 - k / 4)) + (p.unit || ''), 2, y + 4); }
    p.lines.forEach((l, k) => {
      g.strokeStyle = l.color; g.lineWidth = 1.6; g.beginPath();
      series[k].forEach((v, i) => { const x = 40 + i * (w - 42) / 119, y = 10 + (1 - v / p.top) * (hh - 34); i ? g.lineTo(x, y) : g.moveTo(x, y); });
      g.stroke(); g.fillStyle = l.color; g.fillRect(44 + k * 110, hh - 10, 10, 3); g.fillStyle = css.getPropertyValue('--mut'); g.fillText(l.name, 58 + k * 110, hh - 4);
    });
  };
  reset(); paint();
  if (D.live) setInterval(() => { n++; p.lines.forEach((l, k) => { series[k].shift(); series[k].push(value(l, n)); }); paint(); }, D.live);
  return {reset: () => { reset(); paint(); }};
}
draw();
