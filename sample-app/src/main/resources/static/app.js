// What this page shows comes from three places: /api/about once, /api/stream every second, /api/orders when asked.

const byId = (id) => document.getElementById(id);

/** Makes an element; children are elements or texts, so nothing that came over the network is ever read as HTML. */
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Makes the children of an element be the given ones, and leaves alone those that are so already. */
function sync(parent, wanted) {
  wanted.forEach((child, i) => {
    const present = parent.children[i];
    if (!present) {
      parent.append(child);
    } else if (!present.isEqualNode(child)) {
      present.replaceWith(child);
    }
  });
  while (parent.children.length > wanted.length) {
    parent.lastElementChild.remove();
  }
}

const number = (value) => value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });

function since(then, now) {
  const seconds = Math.max(0, Math.round((new Date(now) - new Date(then)) / 1000));
  if (seconds < 100) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

// Sockets

const SVG = 'http://www.w3.org/2000/svg';

/** A line over the last minute, with its highest value at the top. */
function sparkline(values) {
  const top = Math.max(...values, 1) * 1.15;
  const points = values.map((value, i) => `${i},${(24 - (22 * value) / top).toFixed(2)}`);
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = {
    class: 'spark',
    viewBox: `0 0 ${values.length - 1} 24`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': `Messages per second in the last minute, at most ${number(Math.max(...values))}`,
  };
  Object.entries(attributes).forEach(([name, value]) => svg.setAttribute(name, value));
  const path = (name, d) => {
    const element = document.createElementNS(SVG, 'path');
    element.setAttribute('class', name);
    element.setAttribute('d', d);
    svg.append(element);
  };
  path('area', `M0,24 L${points.join(' ')} L${values.length - 1},24 Z`);
  path('line', `M${points.join(' ')}`);
  return svg;
}

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

function socketParts(socket, now) {
  const connected = socket.peers.filter((view) => !view.accepted).map((view) => view.name);
  const where = socket.bound.length > 0
    ? [el('span', {}, 'listens at '), el('code', {}, socket.bound.join(', '))]
    : [`connects to ${[...new Set(connected)].join(', ')}`];
  return [
    el('h3', {}, socket.name),
    el('p', { class: 'where' }, ...where),
    el(
      'div',
      { class: 'rate' },
      el('p', {}, number(socket.received + socket.sent), el('small', {}, 'messages/s')),
      sparkline(socket.history),
    ),
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

function showSockets(snapshot) {
  const parent = byId('sockets');
  document.querySelector('main').classList.toggle('single', snapshot.sockets.length === 1);
  snapshot.sockets.forEach((socket, i) => {
    const card = parent.children[i] ?? parent.appendChild(el('article', { class: 'socket' }));
    sync(card, socketParts(socket, snapshot.at));
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

function show(snapshot) {
  showSockets(snapshot);
  showOrders(byId('desk'), snapshot.desk, false);
  showOrders(byId('traders'), snapshot.traders, true);
  showStock(snapshot.stock);
}

function live(state, text) {
  const pill = byId('live');
  document.body.classList.toggle('lost', state === 'off');
  if (pill.dataset.state !== state) {
    pill.dataset.state = state;
    pill.textContent = text;
  }
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

function step({ what, command }) {
  const button = el('button', { type: 'button', 'aria-label': `Copy the command: ${what}` }, 'Copy');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(command);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  const words = command.split(' ').flatMap((word) => [el('span', {}, word), ' ']);
  return el('div', {}, el('dt', {}, what), el('dd', {}, button, el('code', {}, ...words)));
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

function answer(kind, text) {
  const result = byId('result');
  result.className = kind;
  result.textContent = text;
}

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
