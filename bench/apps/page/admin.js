'use strict';
// A console of lists: sections at the side, a table with a main button, a form, a menu per row, switches.
const A = FACTS.admin;
A.sections = Object.fromEntries(A.sections.map(s => [s.name, s])); // in the order of the facts
let section = A.start || Object.keys(A.sections)[0], rows = {}, filter = '';
for (const k in A.sections) rows[k] = (A.sections[k].rows || []).map(r => [...r]);

window.draw = function () {
  const want = decodeURIComponent(location.pathname.slice(1));
  if (A.sections[want]) section = want;
  const s = A.sections[section], tabs = (A.tabs || []).map(l => [l]);
  const side = Object.keys(A.sections).map(label => ({label, go: () => later(130, () => { section = label; filter = ''; history.pushState({}, '', '/' + label); draw(); })}));
  shell({brand: A.brand, title: section, tabs, side, on: section, who: 'SA'}, s.login ? login(s) : s.settings ? settings(s) : list(s));
};

function login(s) {
  const box = h('div.card', {style: 'max-width:420px;margin:40px auto'}, h('h1', {}, s.login.title), s.login.fields.map(field), button(s.login.ok, () => later(400, () => { section = s.login.to; delete A.sections[Object.keys(A.sections)[0]]; history.pushState({}, '', '/' + section); draw(); }), 'main'));
  return box;
}

function settings(s) {
  const box = h('div.card', {}, s.settings.map(field));
  return [h('h1', {}, section), h('p.mut', {}, s.about || ''), box, button(s.save || 'Save', () => later(300, () => toast(s.saved || 'Saved')), 'main')];
}

function list(s) {
  const table = h('table');
  const paint = () => table.replaceChildren(h('tr', {}, s.columns.map(c => h('th', {}, c)), (s.menu || s.toggle !== undefined || s.trash) && h('th')),
    ...rows[section].filter(r => r.join(' ').toLowerCase().includes(filter)).map(r => h('tr', {}, r.map((c, i) => h('td', {}, cell(s, r, c, i, paint))), (s.menu || s.trash) && h('td', {}, tools(s, r, paint)))));
  const search = h('input', {type: 'text', placeholder: s.search || 'Search', 'data-label': s.search || 'Search', style: 'max-width:260px', autocomplete: 'off', spellcheck: 'false'});
  search.oninput = () => { filter = search.value.toLowerCase(); paint(); };
  paint();
  return [h('div.row', {style: 'margin-bottom:12px'}, h('h1', {style: 'margin:0'}, section), h('span.grow'), search, s.add && button(s.add.button, () => edit(s.add, null, paint), 'main')), s.about && h('p.mut', {}, s.about), table];
}

function cell(s, r, c, i, paint) {
  if (i === 0 && s.pick) { const f = field({kind: 'check', label: c}); return f; }
  if (i === s.toggle) {
    const sw = h('span.sw' + (c === 'on' ? '.on' : ''), {'data-label': r[s.pick ? 1 : 0], 'data-said': ''});
    sw.onclick = () => { const flip = () => { r[i] = r[i] === 'on' ? 'off' : 'on'; paint(); }; s.confirm ? dialog(s.confirm.title, h('p', {}, s.confirm.text.replace('{0}', r[0])), [['Cancel'], [s.confirm.ok, () => later(200, flip), 'main']]) : later(150, flip); };
    return sw;
  }
  if (i === s.state) return h('span.chip.' + ({Active: 'ok', Healthy: 'ok', Ready: 'ok', Resolved: 'ok', Acknowledged: 'run', Pending: 'warn', Triggered: 'bad', Disabled: 'bad', Draining: 'warn', Expiring: 'warn'}[c] || 'run'), {}, c);
  return i === 0 && s.open ? link(c, () => edit(s.open, r, paint)) : c;
}

function tools(s, r, paint) {
  if (s.trash) { const t = icon(s.trash, 'trash', () => drop(s, r, paint)); t.dataset.label = s.trash + ' ' + r[0]; t.dataset.said = s.trash; return t; }
  const b = icon('More actions', 'dots', ev => { ev.stopPropagation(); popup(b, s.menu.map(m => [m.label, () => act(s, m, r, paint)])); });
  b.dataset.label = 'More actions ' + r[0];
  b.dataset.said = 'More actions'; // what a reader sees of it
  return b;
}

function act(s, m, r, paint) {
  if (m.form) return edit({...m.form, set: m.set, of: m.of}, r, paint);
  if (m.ask) return dialog(m.ask.title, h('p', {}, m.ask.text.replace('{0}', r[0])), [['Cancel'], [m.ask.ok, () => later(250, () => { m.drop ? rows[section].splice(rows[section].indexOf(r), 1) : m.set.forEach(([i, v]) => r[i] = v); paint(); m.done && toast(m.done.replace('{0}', r[0])); }), m.ask.bad ? 'bad' : 'main']]);
  later(250, () => { m.set.forEach(([i, v]) => r[i] = v); paint(); m.done && toast(m.done.replace('{0}', r[0])); });
}

function drop(s, r, paint) {
  dialog('Delete ' + r[0] + '?', h('p', {}, 'This can not be undone.'), [['Cancel'], ['Delete', () => later(250, () => { rows[section].splice(rows[section].indexOf(r), 1); paint(); toast(r[0] + ' deleted'); }), 'bad']]);
}

/** edit shows a form; add.row says by field labels (or fixed words after "=") what row comes of it; add.show is shown afterwards. */
function edit(add, r, paint) {
  dialog(add.title.replace('{0}', r ? r[0] : ''), h('div', {}, add.fields.map(field)), [['Cancel'], [add.ok, v => later(300, () => {
    const make = l => l.startsWith('=') ? l.slice(1) : v[l];
    if (r) (add.set || []).forEach(([i, l]) => r[i] = make(l)); else if (add.row) rows[section].push(add.row.map(make));
    paint();
    if (add.show) dialog(add.show.title, h('div', {}, add.show.lines.map(l => h('p', {}, l[0], ' ', h('code', {}, l[1])))), [[add.show.ok, null, 'main']]);
    else toast(add.done || 'Saved');
  }), 'main']]);
}
draw();
