'use strict';
// A page of a wiki with a check list.
const W = FACTS.wiki;

window.draw = function () {
  const state = h('span.mut', {}, '');
  let n = 0;
  const list = W.items.map(label => {
    const f = field({kind: 'check', label});
    f.querySelector('input').onchange = ev => { n += ev.target.checked ? 1 : -1; later(120, () => state.textContent = `${n} of ${W.items.length} done, saved`); };
    return f;
  });
  shell({brand: W.brand, title: W.title, side: [{head: W.space}, ...W.pages.map(label => ({label}))], on: W.title},
    h('div.article', {}, h('div.row', {}, h('h1', {}, W.title), h('span.grow'), icon('Watch page', 'bell', () => toast('You are watching this page')), button('Edit')), h('p.mut', {}, W.byline), W.text.map(t => h('p', {}, t)), h('h2', {}, W.heading), list, state));
};
draw();
