// Makes and changes elements.

export const byId = (id) => document.getElementById(id);

/** Makes an element; children are elements or texts, so nothing that came over the network is ever read as HTML. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Makes the children of an element be the given ones, and leaves alone those that are so already. */
export function sync(parent, wanted) {
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

export const number = (value) => value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 1 : 0 });

export function since(then, now) {
  const seconds = Math.max(0, Math.round((new Date(now) - new Date(then)) / 1000));
  if (seconds < 100) {
    return `${seconds} s`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
}

/** Makes an element of SVG. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}

const CHARACTER = 7.8;
const LEAVING = 500; // as long as the transition in the style sheet

export function shortened(text, width) {
  const most = Math.floor((width - 20) / CHARACTER);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** The elements of one kind, by id: new ones are made, those that are no longer wanted fade away. */
export class Elements {
  constructor(parent) {
    this.parent = parent;
    this.byId = new Map();
  }

  sync(wanted, make, update) {
    [...this.byId.keys()].filter((id) => !wanted.has(id)).forEach((id) => {
      const element = this.byId.get(id);
      this.byId.delete(id);
      element.classList.add('gone');
      setTimeout(() => element.remove(), LEAVING);
    });
    wanted.forEach((value, id) => {
      if (!this.byId.has(id)) {
        this.byId.set(id, this.parent.appendChild(make(value)));
      }
      update(this.byId.get(id), value);
    });
  }
}

// What all pages have

/** Says whether the page is up to date. */
export function live(state, text) {
  const pill = byId('live');
  document.body.classList.toggle('lost', state === 'off');
  if (pill.dataset.state !== state) {
    pill.dataset.state = state;
    pill.textContent = text;
  }
}

/** Shows something to try, with a button that copies its command. */
export function step({ what, command }) {
  const button = el('button', { type: 'button', 'aria-label': `Copy the command: ${what}` }, 'Copy');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(command);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
  const words = command.split(' ').flatMap((word) => [el('span', {}, word), ' ']);
  return el('div', {}, el('dt', {}, what), el('dd', {}, button, el('code', {}, ...words)));
}

/** Shows what became of a form. */
export function answer(kind, text) {
  const result = byId('result');
  result.className = kind;
  result.textContent = text;
}
