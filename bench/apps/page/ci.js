'use strict';
// A build server: jobs, a job's page, its form of parameters, a build with stages, progress and console.
const CI = FACTS.ci;
let build = null;

function jobPath() { return location.pathname.split('/').filter(Boolean).map(decodeURIComponent); }

window.draw = function () {
  const [a, name, what] = jobPath();
  if (a !== 'job') return jobs();
  if (what === 'build') return form(name);
  if (what) return running(name, what);
  return job(name);
};

function jobs() {
  shell({brand: CI.brand, title: 'Dashboard', side: [{label: 'New Item'}, {label: 'People'}, {label: 'Build History'}, {label: 'Manage'}]},
    h('h1', {}, 'All pipelines'),
    h('table', {}, h('tr', {}, ['', 'Name', 'Last success', 'Last failure', 'Duration'].map(t => h('th', {}, t))),
      CI.jobs.map(j => h('tr', {}, h('td', {}, h('span.chip.' + (j.bad ? 'bad' : 'ok'), {}, j.bad ? 'failed' : 'stable')), h('td', {}, link(j.name, () => go('/job/' + j.name))), h('td', {}, j.ok), h('td', {}, j.fail || 'N/A'), h('td', {}, j.took)))));
}

function side(name) {
  return [{label: 'Status', go: () => go('/job/' + name)}, {label: 'Changes'}, {label: CI.form.open, go: () => go('/job/' + name + '/build')}, {label: 'Configure'}, {label: 'Full Stage View'}, {label: 'Pipeline Syntax'}];
}

function history_() {
  return h('div.card', {}, h('h2', {style: 'margin-top:0'}, 'Build History'), h('table', {}, CI.history.map(([n, when, state]) => h('tr', {}, h('td', {}, h('span.chip.' + (state === 'ok' ? 'ok' : 'bad'), {}, state === 'ok' ? 'success' : 'failed')), h('td', {}, '#' + n), h('td', {}, when)))));
}

function job(name) {
  shell({brand: CI.brand, title: name, side: side(name), on: 'Status'}, h('h1', {}, name), h('p.mut', {}, CI.about), history_());
}

function form(name) {
  const fields = h('div', {}, CI.form.fields.map(field));
  shell({brand: CI.brand, title: name, side: side(name), on: CI.form.open}, h('h1', {}, 'Pipeline ' + name), h('p.mut', {}, 'This build requires parameters:'),
    h('div.card', {}, fields, h('div.row', {}, button(CI.form.start, () => { build = {values: values(fields), start: Date.now()}; go('/job/' + name + '/' + CI.number, 350); }, 'main'), button('Cancel', () => go('/job/' + name)))));
}

function running(name, n) {
  const stages = h('div.stages', {}, CI.stages.map(s => h('div', {}, s)));
  const bar = h('i'), log = h('div.console'), state = h('span.chip.run', {}, 'running'), spin = h('span.spin');
  const approve = CI.approve ? h('div.card', {style: 'display:none'}, h('p', {}, CI.approve.text), button(CI.approve.ok, () => { approve.style.display = 'none'; held = false; }, 'main'), ' ', button('Abort', () => {})) : null;
  let held = false;
  shell({brand: CI.brand, title: name + ' #' + n, side: [{label: 'Status'}, {label: 'Console Output'}, {label: 'Parameters'}, {label: 'Replay'}, {label: 'Back to Project', go: () => go('/job/' + name)}], on: 'Status'},
    h('div.row', {}, h('h1', {}, `${name} #${n}`), state, spin), approve, stages, h('div.bar', {}, bar), h('h2', {}, 'Console Output'), log);
  const lines = CI.log.map(l => l.replace(/\{(\w[\w ]*)\}/g, (m, k) => build ? build.values[k] ?? m : m));
  let i = 0, at = 0;
  const tick = () => {
    if (!held) at = Math.min(1, at + 0.1 / CI.seconds);
    if (CI.approve && at >= CI.approve.at && !approve.done) { approve.done = held = true; approve.style.display = ''; }
    bar.style.width = at * 100 + '%';
    const stage = Math.floor(at * CI.stages.length);
    [...stages.children].forEach((s, k) => s.className = k < stage ? 'ok' : k === stage ? 'run' : '');
    while (i < Math.floor(at * lines.length)) { log.append(lines[i++] + '\n'); log.scrollTop = 1e6; }
    if (at < 1) return later(100, tick);
    state.className = 'chip ok'; state.textContent = 'success'; spin.remove();
  };
  tick();
}
draw();
