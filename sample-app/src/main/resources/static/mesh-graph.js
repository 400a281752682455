// Draws the nodes of a mesh in a circle, this process on top, and a line between any two.

import { Elements, shortened, svg } from './dom.js';

const NODE_HEIGHT = 54;
const WIDEST = 150;
const HEIGHT = 340;
const MOST_IN_SIGHT = 12;

function place(index, count, width, nodeWidth) {
  const angle = (index / count) * 2 * Math.PI - Math.PI / 2;
  const radiusX = (width - nodeWidth) / 2 - 2;
  const radiusY = (HEIGHT - NODE_HEIGHT) / 2 - 2;
  const alone = count === 1;
  return {
    x: width / 2 + (alone ? 0 : radiusX * Math.cos(angle)),
    y: HEIGHT / 2 + (alone ? 0 : radiusY * Math.sin(angle)),
  };
}

function makeNode(node) {
  const element = svg(
    node.page && !node.own ? 'a' : 'g',
    { class: `node ${node.own ? 'own' : 'other'}` },
    svg('title'),
    svg('rect', { height: NODE_HEIGHT, rx: 9 }),
    svg('text', { y: 20 }),
    svg('text', { y: 38, class: 'small' }),
  );
  if (node.page && !node.own) {
    element.setAttribute('href', `http://${window.location.hostname}:${node.page}/`);
  }
  element.dataset.name = node.name;
  return element;
}

function describe(nodes) {
  const others = nodes.filter((node) => !node.own).map((node) => node.name);
  return others.length === 0 ? 'Nobody else is there.' : `${nodes[0].name} sees ${others.join(', ')}.`;
}

export class MeshGraph {
  /** Draws into one element, and says the same in words in another. */
  constructor(container, text) {
    this.container = container;
    this.text = text;
    this.root = svg('svg', { role: 'group', 'aria-label': 'Nodes', 'aria-describedby': text.id });
    const links = svg('g');
    const nodes = svg('g');
    this.root.append(links, nodes);
    this.links = new Elements(links);
    this.nodes = new Elements(nodes);
    container.append(this.root);
    new ResizeObserver(() => this.view && this.draw()).observe(container);
  }

  show(view) {
    this.view = view;
    this.text.textContent = describe(view.nodes);
    this.draw();
  }

  draw() {
    const width = this.container.clientWidth;
    if (width === 0) {
      return; // not shown yet, or no longer
    }
    const nodes = this.view.nodes.slice(0, MOST_IN_SIGHT);
    const nodeWidth = Math.min(WIDEST, width / 3);
    const places = new Map(nodes.map((node, i) => [node.id, place(i, nodes.length, width, nodeWidth)]));
    this.root.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    this.root.setAttribute('height', HEIGHT);
    this.nodes.sync(
      new Map(nodes.map((node) => [node.id, node])),
      makeNode,
      (element, node) => MeshGraph.put(element, node, places.get(node.id), nodeWidth),
    );
    const pairs = nodes.flatMap((one, i) => nodes.slice(i + 1).map((other) => [one, other]));
    this.links.sync(
      new Map(pairs.map((pair) => [pair.map((node) => node.id).join(' '), pair])),
      ([one]) => svg('path', { class: one.own ? 'link' : 'link far', 'data-state': 'CONNECTED' }),
      (element, [one, other]) => {
        const from = places.get(one.id);
        const to = places.get(other.id);
        element.setAttribute('d', `M${from.x},${from.y} L${to.x},${to.y}`);
      },
    );
  }

  static put(element, node, { x, y }, width) {
    const [title, rect, name, groups] = element.children;
    element.style.transform = `translate(${x - width / 2}px, ${y - NODE_HEIGHT / 2}px)`;
    rect.setAttribute('width', width);
    name.setAttribute('x', width / 2);
    groups.setAttribute('x', width / 2);
    name.textContent = shortened(node.name, width);
    groups.textContent = shortened(node.groups.join(', '), width);
    title.textContent = `${node.name}${node.own ? ', this process' : ''} at ${node.endpoint}, groups ${node.groups.join(', ')}`;
  }
}
