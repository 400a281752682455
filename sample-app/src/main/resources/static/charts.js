// Draws the last minute of a socket with Chart.js, which index.html loads before.

import { el, number } from './dom.js';

const { Chart } = globalThis;
const SECONDS = 60;
const labels = Array.from({ length: SECONDS }, (_, i) => (i === SECONDS - 1 ? 'now' : `${SECONDS - 1 - i} s ago`));
const charts = new Set();

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** The colours of the style sheet, which differ between light and dark. */
function paint({ data, options }) {
  data.datasets[0].borderColor = colour('accent');
  data.datasets[1].borderColor = colour('second');
  options.scales.y.grid.color = colour('line');
  options.scales.y.ticks.color = colour('soft');
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach((chart) => {
  paint(chart);
  chart.update('none');
}));

function makeChart(canvas) {
  const chart = new Chart(canvas, {
    type: 'line',
    data: { labels, datasets: [{ label: 'In', data: [], order: 1 }, { label: 'Out', data: [], order: 0, borderDash: [4, 4] }] },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      interaction: { mode: 'index', intersect: false },
      elements: { line: { borderWidth: 1.75 }, point: { radius: 0, hitRadius: 4 } },
      plugins: { legend: { display: false } },
      scales: {
        x: { display: false },
        y: { beginAtZero: true, suggestedMax: 4, grid: {}, border: { display: false }, ticks: { maxTicksLimit: 4, precision: 0 } },
      },
    },
  });
  paint(chart);
  charts.add(chart);
  return chart;
}

/** One chart with its title and legend. */
class LastMinute {
  constructor(title) {
    this.title = title;
    this.canvas = el('canvas', { role: 'img' });
    const legend = el('span', { class: 'legend', 'aria-hidden': 'true' }, el('i', {}, 'in'), el('i', {}, 'out'));
    this.element = el('figure', {}, el('figcaption', {}, title, legend), el('div', {}, this.canvas));
  }

  show(incoming, outgoing) {
    // Not before it is in the page: only then it knows its size.
    this.chart ??= makeChart(this.canvas);
    this.chart.data.datasets[0].data = incoming;
    this.chart.data.datasets[1].data = outgoing;
    this.chart.update('none');
    const most = (values) => `${number(values.at(-1))}, at most ${number(Math.max(...values))} in the last minute`;
    this.canvas.setAttribute('aria-label', `${this.title}: in ${most(incoming)}; out ${most(outgoing)}`);
  }

  remove() {
    charts.delete(this.chart);
    this.chart?.destroy();
  }
}

export class SocketCharts {
  constructor() {
    this.rates = new LastMinute('Messages/s');
    this.queues = new LastMinute('Queued');
    this.element = el('div', { class: 'charts' }, this.rates.element, this.queues.element);
  }

  show({ received, sent, incomingQueue, outgoingQueue }) {
    this.rates.show(received, sent);
    this.queues.show(incomingQueue, outgoingQueue);
  }

  remove() {
    this.rates.remove();
    this.queues.remove();
  }
}
