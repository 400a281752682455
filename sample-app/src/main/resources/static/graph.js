// Draws who is connected to whom: who connects on the left, who listens on the right.

import { Elements, shortened, svg } from './dom.js';

const NODE_HEIGHT = 38;
const ROW = 54;
const WIDEST = 190;
const NARROWEST_GAP = 56;

function makeNode(node) {
  const shape = [svg('title'), svg('rect', { height: NODE_HEIGHT, rx: 9 }), svg('text', { y: NODE_HEIGHT / 2 })];
  const classes = `node ${node.own ? 'own' : 'other'}`;
  const element = node.own
    ? svg('a', { class: classes, href: `#socket-${node.id}` }, ...shape)
    : svg('g', { class: classes }, ...shape);
  element.dataset.name = node.name;
  return element;
}

function describe({ nodes, links }) {
  if (links.length === 0) {
    return 'Nobody is connected yet.';
  }
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  return links
    .map((link) => `${names.get(link.from)} ${link.state === 'CONNECTED' ? 'is connected' : 'tries to connect'} to ${
      names.get(link.to)}.`)
    .join(' ');
}

export class Graph {
  /** Draws into one element, and says the same in words in another. */
  constructor(container, text) {
    this.container = container;
    this.text = text;
    this.root = svg('svg', { role: 'group', 'aria-label': 'Connections', 'aria-describedby': text.id });
    const links = svg('g');
    const nodes = svg('g');
    this.root.append(links, nodes);
    this.links = new Elements(links);
    this.nodes = new Elements(nodes);
    this.messages = new Map();
    container.append(this.root);
    new ResizeObserver(() => this.topology && this.draw()).observe(container);
  }

  show(topology) {
    this.topology = topology;
    this.busy = new Set(topology.links.filter((link) => link.messages > this.messages.get(Graph.key(link))).map(Graph.key));
    this.messages = new Map(topology.links.map((link) => [Graph.key(link), link.messages]));
    this.text.textContent = describe(topology);
    this.draw();
  }

  static key(link) {
    return `${link.from} → ${link.to}`;
  }

  draw() {
    const width = this.container.clientWidth;
    if (width === 0) {
      return; // not shown yet, or no longer
    }
    const nodeWidth = Math.min(WIDEST, (width - NARROWEST_GAP) / 2);
    const left = this.topology.nodes.filter((node) => !node.listens);
    const right = this.topology.nodes.filter((node) => node.listens);
    const height = Math.max(left.length, right.length, 1) * ROW;
    const places = new Map([
      ...Graph.column(left, 1, height),
      ...Graph.column(right, width - nodeWidth - 1, height),
    ]);
    this.root.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.root.setAttribute('height', height);
    this.nodes.sync(
      new Map(this.topology.nodes.map((node) => [node.id, node])),
      makeNode,
      (element, node) => Graph.place(element, node, places.get(node.id), nodeWidth),
    );
    this.links.sync(
      new Map(this.topology.links.map((link) => [Graph.key(link), link])),
      () => svg('path', { class: 'link' }, svg('title')),
      (element, link) => this.join(element, link, places, nodeWidth),
    );
  }

  /** Spreads nodes over the height, and tells where the upper left corner of each is. */
  static column(nodes, x, height) {
    const row = height / nodes.length;
    return nodes.map((node, i) => [node.id, { x, y: (i + 0.5) * row - NODE_HEIGHT / 2 }]);
  }

  static place(element, node, { x, y }, width) {
    const [title, rect, text] = element.children;
    element.style.transform = `translate(${x}px, ${y}px)`;
    rect.setAttribute('width', width);
    text.setAttribute('x', width / 2);
    const shown = shortened(node.name, width);
    if (text.textContent !== shown) {
      text.textContent = shown;
      title.textContent = node.own ? `${node.name}, a socket of this process` : node.name;
    }
  }

  join(element, link, places, nodeWidth) {
    const from = places.get(link.from);
    const to = places.get(link.to);
    const y = (place) => place.y + NODE_HEIGHT / 2;
    const start = from.x < to.x ? from.x + nodeWidth : from.x;
    const bend = from.x < to.x ? (to.x - start) / 2 : -NARROWEST_GAP;
    element.setAttribute(
      'd',
      `M${start},${y(from)} C${start + bend},${y(from)} ${to.x - Math.abs(bend)},${y(to)} ${to.x},${y(to)}`,
    );
    element.dataset.state = link.state;
    element.dataset.link = Graph.key(link);
    element.classList.toggle('busy', this.busy.has(Graph.key(link)));
    element.firstElementChild.textContent = `${link.state.toLowerCase()}, ${link.messages} messages`;
  }
}
