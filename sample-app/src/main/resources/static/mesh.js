// What this page shows comes from /api/mesh, which it asks every second.

import { MeshGraph } from './mesh-graph.js';
import { answer, byId, el, live, number, step, sync } from './dom.js';

const EVERY = 1000;
const graph = new MeshGraph(byId('graph'), byId('graph-text'));

// What happened

const words = {
  ENTERED: () => el('span', { class: 'tag good' }, '→ ', 'came'),
  EXITED: (entry) => el('span', { class: 'tag poor' }, '← ', `went: ${entry.text}`),
  RECEIVED: (entry) => entry.text,
  SENT: (entry) => entry.text,
};

function row(entry) {
  const brief = (text) => el('td', { class: 'brief', title: text }, text);
  return el(
    'tr',
    { 'data-number': entry.number, 'data-kind': entry.kind },
    el('td', { class: 'time' }, new Date(entry.at).toLocaleTimeString('en-GB')),
    brief(entry.who),
    brief(entry.to ?? ''),
    el('td', {}, words[entry.kind](entry)),
  );
}

// Who is there

function group([name, members]) {
  return el('li', {}, el('strong', {}, name), el('span', {}, members.join(', ')));
}

function figure(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, number(value)));
}

function option(value, text) {
  return el('option', { value }, text);
}

function showChoices({ nodes, groups }) {
  const select = byId('to');
  const chosen = select.value;
  const peers = nodes.filter((node) => !node.own);
  const wanted = [
    ...Object.keys(groups).map((name) => option(name, `group ${name}`)),
    ...peers.map((peer) => option(peer.id, `${peer.name} alone`)),
  ];
  sync(select, wanted);
  if (wanted.some((each) => each.value === chosen)) {
    select.value = chosen;
  }
}

function describe({ nodes, process }) {
  const others = nodes.length - 1;
  const company = others === 0 ? 'nobody else is there yet' : others === 1 ? 'with one other' : `with ${others} others`;
  return `Process ${process}, ${company}`;
}

function show(view) {
  document.title = view.nodes[0].name;
  byId('title').textContent = view.nodes[0].name;
  byId('about').textContent = describe(view);
  graph.show(view);
  showChoices(view);
  sync(byId('groups'), Object.entries(view.groups).map(group));
  sync(byId('counts'), [
    figure('Peers', view.counts.peers),
    figure('Sent', view.counts.sent),
    figure('Received', view.counts.received),
    figure('Came', view.counts.entered),
    figure('Went', view.counts.exited),
  ]);
  sync(byId('log'), view.log.map(row));
  if (byId('next').children.length === 0) {
    byId('next').append(...view.nextSteps.map(step));
  }
}

async function follow() {
  try {
    const response = await fetch('/api/mesh');
    show(await response.json());
    live('on', 'Live');
  } catch {
    live('off', 'Connection lost, trying again');
  }
}

async function poll() {
  await follow();
  setTimeout(poll, EVERY);
}

// The form

async function send(event) {
  event.preventDefault();
  const button = byId('send');
  const data = new FormData(byId('form'));
  button.disabled = true;
  try {
    const response = await fetch('/api/mesh', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ to: data.get('to'), text: data.get('text') }),
    });
    if (response.ok) {
      answer('good', `Sent to ${byId('to').selectedOptions[0].textContent}.`);
    } else {
      answer('poor', `Not sent: ${(await response.json()).error}`);
    }
    await follow();
  } catch (failure) {
    answer('poor', `This page cannot reach the application: ${failure.message}`);
  } finally {
    button.disabled = false;
  }
}

byId('form').addEventListener('submit', send);
poll();
