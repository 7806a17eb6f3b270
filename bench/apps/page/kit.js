'use strict';
// The parts that all recorded applications are made of, and the channel by which the recorder asks where things stand.

const FACTS = window.FACTS, APP = window.APP;

/** h makes an element: h('b.cls', {attr: v, onclick: f}, ...children). */
function h(tag, attrs, ...kids) {
  const [name, ...classes] = tag.split('.');
  const e = document.createElement(name);
  if (classes.length) e.className = classes.join(' ');
  for (const [k, v] of Object.entries(attrs || {})) {
    if (k.startsWith('on')) e.addEventListener(k.slice(2), v);
    else if (v !== undefined && v !== false) e.setAttribute(k, v === true ? '' : v);
  }
  for (const k of kids.flat(9)) if (k !== null && k !== undefined && k !== false) e.append(k);
  return e;
}

const later = (ms, f) => setTimeout(f, ms);
const wait = ms => new Promise(r => setTimeout(r, ms));

/** Everything that can be acted upon has its name in data-label. */
const button = (label, onclick, cls = '') => h('button' + (cls && '.' + cls), {'data-label': label, onclick}, label);
const link = (label, onclick) => h('a.link', {'data-label': label, onclick}, label);

const ICONS = {
  gear: 'M12 15a3 3 0 100-6 3 3 0 000 6zM19 12a7 7 0 00-.1-1l2-1.6-2-3.4-2.4 1a7 7 0 00-1.7-1L14.500 3h-5l-.4 3a7 7 0 00-1.700 1l-2.400-1-2 3.400 2 1.600a7 7 0 000 2l-2 1.600 2 3.400 2.400-1a7 7 0 001.700 1l.4 3h5l.4-3a7 7 0 001.700-1l2.400 1 2-3.400-2-1.600a7 7 0 00.1-1z',
  refresh: 'M20 11a8 8 0 10-2 6M20 5v6h-6', dots: 'M12 5v.1M12 12v.1M12 19v.1', plus: 'M12 5v14M5 12h14',
  bell: 'M6 16V11a6 6 0 1112 0v5l2 2H4zM10 20h4', trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13', star: 'M12 3l2.700 6 6.300.6-4.800 4.300 1.400 6.300L12 17l-5.600 3.200 1.400-6.300L3 9.600 9.300 9z',
};
function icon(label, name, onclick) {
  const e = h('button.icon', {'data-label': label, onclick});
  e.innerHTML = `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round"><path d="${ICONS[name]}"/></svg>`;
  let tip, timer;
  e.onmouseenter = () => timer = later(350, () => {
    const r = e.getBoundingClientRect();
    tip = h('div.tip', {}, label); document.body.append(tip);
    tip.style.left = Math.min(innerWidth - tip.offsetWidth - 6, r.left) + 'px'; tip.style.top = r.bottom + 6 + 'px';
  });
  e.onmouseleave = () => { clearTimeout(timer); tip && tip.remove(); };
  e.addEventListener('click', () => { clearTimeout(timer); tip && tip.remove(); });
  return e;
}

/** popup shows a menu below an element; each entry is [label, function]. */
function popup(under, entries) {
  document.querySelectorAll('.menu').forEach(m => m.remove());
  const r = under.getBoundingClientRect();
  const m = h('div.menu', {}, entries.map(([label, f]) => h('div', {'data-label': label, onclick: ev => { ev.stopPropagation(); m.remove(); f(label); }}, label)));
  document.body.append(m);
  m.style.minWidth = r.width + 'px';
  m.style.left = Math.min(r.left, innerWidth - m.offsetWidth - 8) + 'px';
  m.style.top = (r.bottom + m.offsetHeight + 8 > innerHeight ? r.top - m.offsetHeight - 4 : r.bottom + 4) + 'px';
  later(0, () => document.addEventListener('click', () => m.remove(), {once: true}));
}

/** A field: kind text, password, area, select (own list), native (the browser's list) or check. */
function field(f) {
  if (f.kind === 'check') {
    const box = h('input', {type: 'checkbox', name: f.name, checked: f.value === 'true'});
    return h('label.check', {'data-label': f.label, 'data-field': f.label}, box, f.label);
  }
  let input;
  if (f.kind === 'select') {
    input = h('div.select', {tabindex: 0, 'data-label': f.label, 'data-field': f.label}, f.value || f.options[0]);
    input.dataset.value = f.value || f.options[0];
    input.onclick = () => { input.classList.add('open'); popup(input, f.options.map(o => [o, v => { input.firstChild.data = v; input.dataset.value = v; input.classList.remove('open'); f.onpick && f.onpick(v); }])); };
  } else if (f.kind === 'native') {
    input = h('select', {'data-label': f.label, 'data-field': f.label}, f.options.map(o => h('option', {selected: o === f.value}, o)));
  } else if (f.kind === 'area') {
    input = h('textarea', {rows: 3, 'data-label': f.label, 'data-field': f.label, placeholder: f.hint});
    input.value = f.value || '';
  } else {
    input = h('input', {type: f.kind === 'password' ? 'password' : 'text', 'data-label': f.label, 'data-field': f.label, placeholder: f.hint, value: f.value, autocomplete: 'off', spellcheck: 'false'});
  }
  return h('label.field', {onclick: ev => { if (f.kind === 'select' && ev.target !== input) ev.preventDefault(); }}, h('span', {}, f.label), input, f.help && h('small', {}, f.help));
}

/** values reads the fields within an element. */
function values(root) {
  const out = {};
  root.querySelectorAll('[data-field]').forEach(e => {
    const box = e.querySelector('input[type=checkbox]');
    out[e.dataset.field] = box ? String(box.checked) : e.dataset.value !== undefined ? e.dataset.value : e.value;
  });
  return out;
}

/** dialog shows fields or words with buttons; ok gets the values. */
function dialog(title, body, buttons) {
  const close = () => veil.remove();
  const box = h('div.dialog', {}, h('h2', {}, title), body, h('div.row', {}, buttons.map(([label, f, cls]) => button(label, () => { const v = values(box); close(); f && f(v); }, cls))));
  const veil = h('div.veil', {}, box);
  document.body.append(veil);
  return box;
}

addEventListener('keydown', e => { if (e.key === 'Escape') document.querySelectorAll('.menu').forEach(m => m.remove()); });

function toast(text, ms = 3500) {
  const t = h('div.toast', {}, text);
  document.body.append(t);
  later(ms, () => t.remove());
}

/** shell draws the frame: header with brand and links, side bar, page. */
function shell({brand, title, tabs = [], side = [], on, who = 'MK'}, ...page) {
  document.title = (title ? title + ' - ' : '') + brand;
  document.body.replaceChildren(
    h('header', {}, h('span.brand', {}, h('span.logo'), brand), tabs.map(([l, f]) => h('a', {href: '#', 'data-label': l, onclick: ev => { ev.preventDefault(); f && f(); }}, l)), h('span.grow'), h('span.me', {}, who)),
    h('main', {}, side.length ? h('aside', {}, side.map(s => s.head ? h('h4', {}, s.head) : h('a' + (s.label === on ? '.on' : ''), {'data-label': s.label, onclick: s.go}, s.label))) : null,
      h('section.page', {}, page)));
}

/** go changes the address without leaving the page, and draws anew after the time a server would take. */
function go(path, ms = 120) { later(ms, () => { history.pushState({}, '', path); window.draw(); }); }
window.onpopstate = () => window.draw();

// Where the page stands on the screen: the last mouse event tells it exactly.
let shift = null;
addEventListener('mousemove', e => { shift = [e.screenX - e.clientX, e.screenY - e.clientY]; }, true);
const offset = () => shift || [screenX + (outerWidth - innerWidth) / 2, screenY + outerHeight - innerHeight];

/** The topmost visible element of that label. */
function find(label) {
  const roots = [...document.querySelectorAll('.menu'), ...[...document.querySelectorAll('.dialog')].reverse(), document];
  for (const root of roots) {
    for (const e of root.querySelectorAll('[data-label]')) {
      const r = e.getBoundingClientRect();
      if (e.dataset.label === label && r.width && r.height) return e;
    }
  }
  return null;
}
window.__box = label => {
  const e = find(label);
  if (!e) return null;
  const r = e.getBoundingClientRect(), [dx, dy] = offset();
  const value = e.value !== undefined && e.tagName !== 'BUTTON' ? e.value : e.dataset.value;
  return {x: Math.round(r.left + dx), y: Math.round(r.top + dy), w: Math.round(r.width), h: Math.round(r.height), said: e.dataset.said ?? label, check: e.classList.contains('check'), value: value || '', native: e.tagName === 'SELECT', index: e.selectedIndex ?? 0, options: e.options ? [...e.options].map(o => o.text) : [], top: Math.round(r.top), bottom: Math.round(r.bottom), height: innerHeight};
};
window.__spot = () => { const [dx, dy] = offset(); return {x: dx, y: dy, w: innerWidth, h: innerHeight}; };
window.__says = words => document.body.innerText.includes(words);

(async function listen() {
  const id = Math.random().toString(36).slice(2);
  for (;;) {
    try {
      const r = await fetch('/~ask?id=' + id);
      if (r.status !== 200) { await wait(200); continue; }
      const q = await r.json();
      let value = null;
      try { value = (0, eval)(q.js); } catch (e) { value = {error: String(e)}; }
      await fetch('/~answer?q=' + q.n, {method: 'POST', body: JSON.stringify(value ?? null)});
    } catch (e) { await wait(300); }
  }
})();
