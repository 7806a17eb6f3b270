'use strict';
// A chat: channels, messages, a field to write in.
const C = FACTS.chat;
let channel = C.start;
const colours = ['#d6336c', '#7048e8', '#1098ad', '#f08c00', '#2b8a3e'];

window.draw = function () {
  const msgs = h('div.msgs', {}, (C.messages[channel] || []).map(([who, when, text]) => message(who, when, text)));
  const name = 'Message #' + channel;
  const box = h('textarea', {placeholder: name, 'data-label': name});
  const send = () => { if (!box.value.trim()) return; msgs.append(message(C.me, C.now, box.value)); (C.messages[channel] ||= []).push([C.me, C.now, box.value]); box.value = ''; };
  box.onkeydown = ev => { if (ev.key === 'Enter' && !ev.shiftKey) { ev.preventDefault(); send(); } };
  shell({brand: C.brand, title: '#' + channel, side: [{head: 'Channels'}, ...C.channels.map(c => ({label: '# ' + c, go: () => later(90, () => { channel = c; draw(); })})), {head: 'Direct messages'}, ...C.people.map(label => ({label}))], on: '# ' + channel});
  const page = document.querySelector('section.page');
  page.style.cssText = 'display:flex;flex-direction:column;padding:0';
  page.append(h('div', {style: 'padding:12px 22px;border-bottom:1px solid var(--line);font-weight:700'}, '# ' + channel), msgs, h('div.compose', {}, box, button('Send', send, 'main')));
};

function message(who, when, text) {
  return h('div.msg', {}, h('div.av', {style: 'background:' + colours[who.length % 5]}, who[0]), h('div', {}, h('b', {}, who), h('span.mut', {}, when), h('div', {}, text)));
}
draw();
