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
