// What this page shows comes from three places: /api/about once, /api/stream every second, /api/orders when asked.

import { Graph } from './graph.js';
import { SocketCharts } from './charts.js';
import { answer, byId, el, live, number, since, step, sync } from './dom.js';

// Sockets

function figure(name, value, alarm = false) {
  return el('div', alarm ? { class: 'alarm' } : {}, el('dt', {}, name), el('dd', {}, value));
}

function peer(view, now) {
  const state = view.state === 'CONNECTED' ? 'up' : view.state.toLowerCase();
  return el(
    'li',
    { class: 'peer', 'data-state': view.state },
    el('span', { class: 'who' }, el('strong', {}, view.name), el('span', { class: 'address' }, view.address)),
    el('span', { class: 'since' }, `${state} ${since(view.since, now)}`),
    view.error ? el('span', { class: 'why' }, view.error) : null,
  );
}

function peers(socket, now) {
  if (socket.peers.length === 0) {
    return el('p', { class: 'none peers' }, 'Nobody is connected yet.');
  }
  const shown = socket.peers.map((view) => peer(view, now));
  if (socket.peerCount > socket.peers.length) {
    shown.push(el('li', { class: 'none' }, `and ${socket.peerCount - socket.peers.length} more`));
  }
  return el('ul', { class: 'peers' }, ...shown);
}

function where(socket) {
  if (socket.bound.length > 0) {
    return el('p', { class: 'where' }, 'listens at ', el('code', {}, socket.bound.join(', ')));
  }
  const connected = socket.peers.filter((view) => !view.accepted).map((view) => view.name);
  return el('p', { class: 'where' }, `connects to ${[...new Set(connected)].join(', ')}`);
}

function head(socket) {
  return [
    el('div', {}, el('h3', {}, socket.name), where(socket)),
    el('p', { class: 'rate' }, number(socket.received + socket.sent), el('small', {}, 'messages/s')),
  ];
}

function details(socket, now) {
  return [
    el(
      'dl',
      { class: 'figures' },
      figure('In', `${number(socket.received)}/s`),
      figure('Out', `${number(socket.sent)}/s`),
      figure('Queue in', number(socket.incomingQueue)),
      figure('Queue out', number(socket.outgoingQueue)),
      figure('Dropped', number(socket.dropped), socket.dropped > 0),
    ),
    peers(socket, now),
  ];
}

/** The card of a socket; its charts stay when everything else is renewed. */
class SocketCard {
  constructor(name) {
    this.head = el('div', { class: 'head' });
    this.details = el('div', {});
    this.charts = new SocketCharts();
    this.element = el(
      'article',
      { class: 'socket', id: `socket-${name}`, tabindex: '-1' },
      this.head,
      this.charts.element,
      this.details,
    );
  }

  show(socket, now) {
    sync(this.head, head(socket));
    sync(this.details, details(socket, now));
    this.charts.show(socket.history);
  }

  remove() {
    this.charts.remove();
    this.element.remove();
  }
}

const cards = new Map();

function showSockets({ sockets, at }) {
  const names = new Set(sockets.map((socket) => socket.name));
  [...cards.keys()].filter((name) => !names.has(name)).forEach((name) => {
    cards.get(name).remove();
    cards.delete(name);
  });
  sockets.forEach((socket) => {
    if (!cards.has(socket.name)) {
      const card = new SocketCard(socket.name);
      cards.set(socket.name, card);
      byId('sockets').append(card.element);
    }
    cards.get(socket.name).show(socket, at);
  });
}

// Orders

function receipt(entry) {
  if (!entry.receipt) {
    return el('span', { class: 'tag poor', title: entry.error }, entry.error.split(';')[0]);
  }
  const { accepted, left } = entry.receipt;
  return accepted
    ? el('span', { class: 'tag good' }, '✓ ', el('span', { class: 'word' }, 'accepted, '), `${left} left`)
    : el('span', { class: 'tag fair' }, '✗ ', el('span', { class: 'word' }, 'not enough, '), `${left} left`);
}

function took(micros) {
  return micros < 1e6 ? `${(micros / 1000).toFixed(micros < 1e4 ? 2 : 0)} ms` : `${(micros / 1e6).toFixed(1)} s`;
}

const brief = (text) => el('td', { class: 'brief', title: text }, text);

function row(entry, withTime) {
  const cells = [
    el('td', { class: 'time' }, new Date(entry.at).toLocaleTimeString('en-GB')),
    brief(entry.trader),
    brief(entry.order ? `${entry.order.quantity} × ${entry.order.item}` : '–'),
    el('td', {}, receipt(entry)),
  ];
  if (withTime) {
    cells.push(el('td', { class: 'took' }, took(entry.micros)));
  }
  return el('tr', { 'data-number': entry.number }, ...cells);
}

function showOrders(body, entries, withTime) {
  const present = new Set([...body.rows].map((tr) => tr.dataset.number));
  const wanted = new Set(entries.map((entry) => String(entry.number)));
  [...body.rows].filter((tr) => !wanted.has(tr.dataset.number)).forEach((tr) => tr.remove());
  const first = present.size === 0;
  [...entries].reverse().filter((entry) => !present.has(String(entry.number))).forEach((entry) => {
    const tr = row(entry, withTime);
    tr.classList.toggle('new', !first);
    body.prepend(tr);
  });
}

function showStock(stock) {
  sync(byId('stock'), stock.map((view) => {
    const bar = el('progress', { max: view.full, value: view.left, 'aria-label': view.item });
    return el('li', {}, el('span', {}, view.item), bar, el('b', {}, String(view.left)));
  }));
}

// The stream

const graph = new Graph(byId('graph'), byId('graph-text'));

function show(snapshot) {
  graph.show(snapshot.topology);
  showSockets(snapshot);
  showOrders(byId('desk'), snapshot.desk, false);
  showOrders(byId('traders'), snapshot.traders, true);
  showStock(snapshot.stock);
}

function follow() {
  const stream = new EventSource('/api/stream');
  stream.addEventListener('snapshot', (event) => {
    live('on', 'Live');
    show(JSON.parse(event.data));
  });
  stream.addEventListener('open', about);
  stream.addEventListener('error', () => {
    live('off', 'Connection lost, trying again');
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(follow, 2000);
    }
  });
}

// What does not change while the process lives; read again after each new connection, for it may be another process.

function describe(info) {
  const count = info.traders.length;
  if (!info.desk) {
    return `${info.traders.join(', ')}, process ${info.process}`;
  }
  const traders = count === 0 ? 'alone' : `and ${count === 1 ? 'one trader' : `${count} traders`}`;
  return `The desk ${traders}, process ${info.process}`;
}

async function about() {
  const info = await (await fetch('/api/about')).json();
  byId('about').textContent = describe(info);
  document.title = info.desk ? 'Order desk' : info.traders.join(', ');
  byId('title').textContent = info.desk ? 'Order desk' : 'Trader';
  byId('desk-card').hidden = !info.desk;
  byId('stock-card').hidden = !info.desk;
  byId('traders-card').hidden = info.traders.length === 0;
  byId('form').hidden = info.traders.length === 0;
  byId('no-trader').hidden = info.traders.length > 0;
  byId('trader-field').hidden = info.traders.length < 2;
  sync(byId('trader'), info.traders.map((name) => el('option', { value: name }, name)));
  byId('items').replaceChildren(...info.items.map((name) => el('option', { value: name })));
  byId('item').placeholder = info.items.at(-1);
  byId('next').replaceChildren(...info.nextSteps.map(step));
}

// The form

async function send(event) {
  event.preventDefault();
  const button = byId('send');
  const data = new FormData(byId('form'));
  const order = { trader: data.get('trader'), item: data.get('item').trim(), quantity: Number(data.get('quantity')) };
  button.disabled = true;
  try {
    const response = await fetch('/api/orders', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(order),
    });
    const reply = await response.json();
    if (!response.ok) {
      answer('poor', `Not sent, or no receipt: ${reply.error}`);
    } else if (reply.accepted) {
      answer('good', `Receipt ${reply.orderId}: accepted, ${reply.left} ${order.item} left.`);
    } else {
      answer('fair', `Receipt ${reply.orderId}: not accepted, ${reply.left} ${order.item} left.`);
    }
  } catch (failure) {
    answer('poor', `This page cannot reach the application: ${failure.message}`);
  } finally {
    button.disabled = false;
  }
}

byId('form').addEventListener('submit', send);
follow();
