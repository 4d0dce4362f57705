(function () {
  'use strict';
  const data = JSON.parse(document.getElementById('data').textContent);
  const space = 'http://www.w3.org/2000/svg';
  const charts = [];
  const edge = { left: 62, right: 8, top: 8, bottom: 20 };
  let printing = false;

  const money = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const share = v => (v * 100).toFixed(2) + ' %';
  const figure = v => v === 0 ? '0' : Math.abs(v) >= 1000 ? Math.round(v).toLocaleString('en-US') : String(+v.toPrecision(6));
  // As many digits as tell one mark of an axis from the next.
  const percent = (v, step) => (v * 100).toFixed([0, 1, 2, 3].find(d => Math.abs(step * Math.pow(10, d + 2) - Math.round(step * Math.pow(10, d + 2))) < 1e-6) ?? 4) + ' %';
  const stamp = s => new Date(s * 1000).toISOString().slice(0, 16).replace('T', ' ');

  function node(name, attributes, parent) {
    const made = document.createElementNS(space, name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    if (parent) parent.appendChild(made);
    return made;
  }

  function label(parent, x, y, anchor, text) {
    node('text', { x: x, y: y, 'text-anchor': anchor }, parent).textContent = text;
  }

  // Index of the last entry not after the value; -1 where all are.
  function before(list, value) {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] <= value) low = middle + 1; else high = middle;
    }
    return low - 1;
  }

  function ticks(low, high, count) {
    const span = high - low || Math.abs(high) || 1, raw = span / count, power = Math.pow(10, Math.floor(Math.log10(raw)));
    const step = [1, 2, 2.5, 5, 10].map(f => f * power).find(s => s >= raw), list = [];
    for (let v = Math.ceil(low / step) * step; v <= high + step * 1e-9; v += step) list.push(Math.abs(v) < step * 1e-9 ? 0 : v);
    return list;
  }

  const steps = [300, 900, 3600, 10800, 21600, 43200, 86400, 172800, 604800, 1209600];

  const months = [1, 2, 3, 6, 12, 24, 60, 120];

  function times(from, to, count) {
    const step = steps.find(s => s >= (to - from) / count), list = [];
    if (step) {
      for (let t = Math.ceil(from / step) * step; t <= to; t += step) list.push(t);
      return { list: list, text: t => step < 86400 ? stamp(t).slice(5) : stamp(t).slice(0, 10) };
    }
    const wanted = (to - from) / count / 2629800, by = months.find(m => m >= wanted) || months[months.length - 1];
    for (let m = Math.floor((new Date(from * 1000).getUTCFullYear() * 12) / by) * by; ; m += by) {
      const t = Date.UTC(Math.floor(m / 12), m % 12) / 1000;
      if (t > to) break;
      if (t >= from) list.push(t);
    }
    return { list: list, text: t => stamp(t).slice(0, by < 12 ? 7 : 4) };
  }

  // One range of time for every chart of a group: panning one pans all.
  function range(from, to) {
    const full = { from: from, to: Math.max(to, from + 1) };
    const least = Math.min((full.to - full.from) / 2, 3600);
    return {
      from: full.from, to: full.to, charts: [],
      set(a, b) {
        const span = Math.min(full.to - full.from, Math.max(least, b - a));
        this.from = Math.min(Math.max(a, full.from), full.to - span);
        this.to = this.from + span;
        this.charts.forEach(chart => chart.render());
      },
      zoom(factor, at) { this.set(at - (at - this.from) * factor, at + (this.to - at) * factor); },
      pan(by) { this.set(this.from + by * (this.to - this.from), this.to + by * (this.to - this.from)); },
      reset() { this.set(full.from, full.to); }
    };
  }

  function Chart(id, shared, options) {
    this.host = document.getElementById(id);
    this.readout = this.host.parentNode.querySelector('.readout');
    this.shared = shared;
    this.options = options;
    this.cursor = null;
    this.hidden = new Set();
    this.shows = kind => !this.hidden.has(kind);
    this.svg = node('svg', { tabindex: '0', role: 'img', 'aria-label': options.name + '. Arrow keys move the cursor, shift and arrows pan, plus and minus zoom, 0 shows all.' });
    this.host.appendChild(this.svg);
    shared.charts.push(this);
    charts.push(this);
    this.listen();
    this.render();
  }

  Chart.prototype.render = function () {
    const options = this.options, width = printing ? 680 : Math.max(280, Math.round(this.host.clientWidth)), height = options.height;
    const shared = this.shared, xs = options.times();
    this.width = width;
    this.svg.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
    this.svg.replaceChildren();
    const first = Math.max(0, before(xs, shared.from)), last = Math.min(xs.length - 1, before(xs, shared.to) + 1);
    let limits = options.limits(first, last, this.shows);
    if (!(limits[1] > limits[0])) limits = [limits[0] - (Math.abs(limits[0]) * 0.01 || 1), limits[1] + (Math.abs(limits[1]) * 0.01 || 1)];
    const inner = { w: width - edge.left - edge.right, h: height - edge.top - edge.bottom };
    const x = this.x = t => edge.left + (t - shared.from) / (shared.to - shared.from) * inner.w;
    const y = v => edge.top + (limits[1] - v) / (limits[1] - limits[0]) * inner.h;
    const clip = 'clip-' + this.host.id;
    node('rect', { x: edge.left, y: edge.top, width: inner.w, height: inner.h }, node('clipPath', { id: clip }, node('defs', {}, this.svg)));
    const marks = ticks(limits[0], limits[1], Math.max(2, inner.h / 45)), step = marks.length > 1 ? marks[1] - marks[0] : 1;
    for (const v of marks) {
      node('line', { class: 'grid', x1: edge.left, x2: width - edge.right, y1: y(v), y2: y(v) }, this.svg);
      label(this.svg, edge.left - 5, y(v) + 4, 'end', options.format(v, step));
    }
    const along = times(shared.from, shared.to, Math.max(2, inner.w / 105));
    for (const t of along.list) {
      node('line', { class: 'axis', x1: x(t), x2: x(t), y1: height - edge.bottom, y2: height - edge.bottom + 4 }, this.svg);
      if (x(t) > edge.left + 24 && x(t) < width - 34) label(this.svg, x(t), height - 5, 'middle', along.text(t));
    }
    const plot = node('g', { 'clip-path': 'url(#' + clip + ')' }, this.svg);
    options.draw(plot, x, y, first, last, inner, this.shows);
    this.cross = node('line', { class: 'cross', y1: edge.top, y2: height - edge.bottom, visibility: 'hidden' }, this.svg);
    this.point(this.cursor);
  };

  Chart.prototype.point = function (index) {
    const xs = this.options.times();
    this.cursor = index === null || !xs.length ? null : Math.min(xs.length - 1, Math.max(0, index));
    if (this.cursor === null) return;
    const x = this.x(xs[this.cursor]);
    const inside = x >= edge.left && x <= this.width - edge.right;
    this.cross.setAttribute('visibility', inside ? 'visible' : 'hidden');
    this.cross.setAttribute('x1', x);
    this.cross.setAttribute('x2', x);
    if (inside) this.readout.textContent = stamp(xs[this.cursor]) + ' UTC · ' + this.options.describe(this.cursor);
  };

  Chart.prototype.listen = function () {
    const held = new Map();
    const at = event => {
      const box = this.svg.getBoundingClientRect(), px = (event.clientX - box.left) / box.width * this.width;
      return this.shared.from + (px - edge.left) / (this.width - edge.left - edge.right) * (this.shared.to - this.shared.from);
    };
    const nearest = t => {
      const xs = this.options.times(), i = before(xs, t);
      return i < 0 ? 0 : i + 1 < xs.length && xs[i + 1] - t < t - xs[i] ? i + 1 : i;
    };
    this.svg.addEventListener('pointerdown', event => { held.set(event.pointerId, at(event)); this.svg.setPointerCapture(event.pointerId); });
    const release = event => held.delete(event.pointerId);
    this.svg.addEventListener('pointerup', release);
    this.svg.addEventListener('pointercancel', release);
    this.svg.addEventListener('pointermove', event => {
      const now = at(event), was = held.get(event.pointerId);
      if (was === undefined || event.buttons === 0) { this.point(nearest(now)); return; }
      if (held.size === 1) { this.shared.set(this.shared.from + was - now, this.shared.to + was - now); return; }
      const other = [...held].find(pair => pair[0] !== event.pointerId)[1];
      if (Math.abs(now - other) > 0) this.shared.zoom(Math.min(2, Math.max(0.5, Math.abs(was - other) / Math.abs(now - other))), other);
      held.set(event.pointerId, at(event));
    });
    this.svg.addEventListener('wheel', event => {
      if (!event.ctrlKey && !event.shiftKey) return;
      event.preventDefault();
      this.shared.zoom((event.deltaY || event.deltaX) > 0 ? 1.25 : 0.8, at(event));
    }, { passive: false });
    this.svg.addEventListener('dblclick', () => this.shared.reset());
    this.svg.addEventListener('keydown', event => {
      const way = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0, xs = this.options.times();
      if (way && event.shiftKey) this.shared.pan(way * 0.25);
      else if (way) {
        const next = this.cursor === null ? before(xs, (this.shared.from + this.shared.to) / 2) : this.cursor + way;
        this.point(next);
        const t = xs[this.cursor];
        if (t < this.shared.from || t > this.shared.to) this.shared.pan(way * 0.25);
      } else if (event.key === '+' || event.key === '=') this.shared.zoom(0.6, this.focus());
      else if (event.key === '-') this.shared.zoom(1 / 0.6, this.focus());
      else if (event.key === '0' || event.key === 'Home') this.shared.reset();
      else return;
      event.preventDefault();
    });
    for (const key of this.host.parentNode.querySelectorAll('button[data-curve]')) {
      key.addEventListener('click', () => {
        const kind = key.dataset.curve, shown = this.hidden.delete(kind);
        if (!shown) this.hidden.add(kind);
        key.setAttribute('aria-pressed', String(shown));
        this.render();
      });
    }
    for (const button of this.host.parentNode.querySelectorAll('button[data-do]')) {
      button.addEventListener('click', () => {
        const what = button.dataset.do, middle = (this.shared.from + this.shared.to) / 2;
        if (what === 'in') this.shared.zoom(0.6, middle);
        else if (what === 'out') this.shared.zoom(1 / 0.6, middle);
        else if (what === 'left') this.shared.pan(-0.3);
        else if (what === 'right') this.shared.pan(0.3);
        else this.shared.reset();
      });
    }
  };

  Chart.prototype.focus = function () {
    const t = this.cursor === null ? null : this.options.times()[this.cursor];
    return t !== null && t >= this.shared.from && t <= this.shared.to ? t : (this.shared.from + this.shared.to) / 2;
  };

  function line(parent, kind, xs, values, x, y, first, last, base) {
    let path = '', open = false, start = null, end = null;
    for (let i = first; i <= last; i++) {
      if (values[i] === null) { open = false; continue; }
      path += (open ? 'L' : 'M') + x(xs[i]).toFixed(1) + ' ' + y(values[i]).toFixed(1);
      open = true;
      if (start === null) start = x(xs[i]);
      end = x(xs[i]);
    }
    if (!path) return;
    if (base !== undefined) node('path', { class: 'area ' + kind, d: path + 'L' + end.toFixed(1) + ' ' + y(base) + 'L' + start.toFixed(1) + ' ' + y(base) + 'Z' }, parent);
    node('path', { class: 'curve ' + kind, style: base === undefined ? '' : 'fill:none', d: path }, parent);
  }

  function extremes(lists, first, last) {
    let low = Infinity, high = -Infinity;
    for (const list of lists) for (let i = first; i <= last; i++) {
      if (list[i] === null || list[i] === undefined) continue;
      if (list[i] < low) low = list[i];
      if (list[i] > high) high = list[i];
    }
    const room = (high - low) * 0.04;
    return low > high ? [0, 1] : [low - room, high + room];
  }

  // Both ends where other orders of prices give other values.
  function span(value, others, text) {
    const all = [value].concat(others.filter(v => v !== null)), low = text(Math.min(...all)), high = text(Math.max(...all));
    return low === high ? low : low + ' to ' + high;
  }

  function account() {
    const curve = data.curve, xs = curve.time, shared = range(xs[0], xs[xs.length - 1]);
    const rivals = data.rivals.filter(rival => rival.equity);
    const curves = data.rivals.map((rival, i) => ({ kind: 'rival' + i, values: rival.equity })).filter(each => each.values)
      .concat(data.paths.map(path => ({ kind: 'path' + path.name, values: path.equity })), { kind: 'equity', values: curve.equity });
    new Chart('equity', shared, {
      name: 'Equity', height: 280, times: () => xs, format: figure,
      limits: (a, b, shows) => extremes(curves.filter(each => shows(each.kind)).map(each => each.values), a, b),
      draw(plot, x, y, a, b, inner, shows) {
        for (const each of curves) if (shows(each.kind)) line(plot, (each.kind.startsWith('rival') ? 'rival ' : '') + each.kind, xs, each.values, x, y, a, b);
      },
      describe: i => 'equity ' + span(curve.equity[i], data.paths.map(path => path.equity[i]), money.format) + ', drawdown ' + share(curve.drawdown[i]) + ', locked ' + share(curve.locked[i])
        + rivals.map(rival => rival.equity[i] === null ? '' : ', ' + rival.figures.name + ' ' + money.format(rival.equity[i])).join('')
    });
    const below = curve.drawdown.map(v => -v);
    new Chart('drawdown', shared, {
      name: 'Drawdown of equity', height: 130, times: () => xs, format: percent,
      limits: (a, b) => [Math.min(-0.001, extremes([below], a, b)[0]), 0],
      draw: (plot, x, y, a, b) => line(plot, 'drawdown', xs, below, x, y, a, b, 0),
      describe: i => 'drawdown ' + share(curve.drawdown[i])
    });
    new Chart('locked', shared, {
      name: 'Locked capital', height: 150, times: () => xs, format: percent,
      limits: (a, b) => [0, Math.max(0.01, extremes([curve.locked, curve.exposed], a, b)[1])],
      draw(plot, x, y, a, b, inner, shows) {
        if (shows('locked')) line(plot, 'locked', xs, curve.locked, x, y, a, b, 0);
        if (shows('exposed')) line(plot, 'exposed', xs, curve.exposed, x, y, a, b);
      },
      describe: i => 'locked at cost ' + share(curve.locked[i]) + ', worth ' + share(curve.exposed[i]) + ' of equity'
    });
  }

  function drawCandles(plot, coin, x, y, a, b, inner) {
    const together = Math.max(1, Math.ceil((b - a + 1) / (inner.w / 4)));
    const paths = { up: '', down: '' };
    const distance = coin.time.length > 1 ? (coin.time[coin.time.length - 1] - coin.time[0]) / (coin.time.length - 1) : 3600;
    const half = Math.max(0.8, Math.min(7, (x(distance * together) - x(0)) * 0.35));
    for (let i = a; i <= b; i += together) {
      const end = Math.min(b, i + together - 1);
      let low = Infinity, high = -Infinity;
      for (let k = i; k <= end; k++) { low = Math.min(low, coin.low[k]); high = Math.max(high, coin.high[k]); }
      const open = coin.open[i], close = coin.close[end], mid = (x(coin.time[i]) + x(coin.time[end] + distance)) / 2;
      const top = y(Math.max(open, close)), bottom = Math.max(y(Math.min(open, close)), top + 0.6);
      const body = 'M' + (mid - half).toFixed(1) + ' ' + top.toFixed(1) + 'H' + (mid + half).toFixed(1) + 'V' + bottom.toFixed(1) + 'H' + (mid - half).toFixed(1) + 'Z';
      paths[close >= open ? 'up' : 'down'] += 'M' + mid.toFixed(1) + ' ' + y(high).toFixed(1) + 'V' + top.toFixed(1) + 'M' + mid.toFixed(1) + ' ' + bottom.toFixed(1) + 'V' + y(low).toFixed(1) + body;
    }
    for (const kind in paths) node('path', { class: kind, d: paths[kind] }, plot);
    return together;
  }

  function drawLevels(plot, coin, wanted, x, y, until, shows) {
    for (const levels of coin.levels) {
      if (wanted !== 'all' && levels.timeframe !== wanted) continue;
      for (const side of ['low', 'high']) {
        if (!shows(side)) continue;
        let path = '';
        for (let k = 0; k < levels.at.length; k++) {
          const from = x(coin.time[levels.at[k]]), to = k + 1 < levels.at.length ? x(coin.time[levels.at[k + 1]]) : x(until);
          path += 'M' + from.toFixed(1) + ' ' + y(levels[side][k]).toFixed(1) + 'H' + to.toFixed(1);
        }
        if (path) node('path', { class: 'level ' + side, d: path }, plot);
      }
    }
  }

  function drawDeals(plot, coin, x, y, until) {
    for (const deal of data.deals) {
      if (deal.symbol !== coin.symbol || !deal.levels.length) continue;
      let path = '';
      deal.levels.forEach((cost, k) => {
        const to = k + 1 < deal.levels.length ? deal.levelTimes[k + 1] : deal.closed || until;
        path += (k ? 'L' : 'M') + x(deal.levelTimes[k]).toFixed(1) + ' ' + y(cost).toFixed(1) + 'H' + x(to).toFixed(1);
      });
      node('path', { class: 'cost', d: path }, plot);
    }
  }

  function drawFills(plot, coin, x, y, from, to) {
    for (const fill of coin.fills) {
      if (fill.time < from || fill.time > to) continue;
      const px = x(fill.time), py = y(fill.price), down = fill.side === 'sell' ? -1 : 1;
      const mark = node('path', { class: fill.side, d: 'M' + px.toFixed(1) + ' ' + py.toFixed(1) + 'l5 ' + 9 * down + 'h-10Z' }, plot);
      node('title', {}, mark).textContent = stamp(fill.time) + ' ' + fill.side + ' ' + fill.quantity + ' at ' + fill.price + ', ' + fill.rule + ' of deal ' + fill.deal;
    }
  }

  function prices() {
    if (!data.coins.length) return;
    const coins = document.getElementById('coin'), levels = document.getElementById('levels');
    let coin = data.coins[0], until = 0;
    const shared = range(0, 1);
    const offer = () => {
      const names = coin.levels.filter(level => level.at.length).map(level => level.timeframe);
      levels.replaceChildren(...['none', 'all'].concat(names).map(name => new Option(name, name)));
      levels.value = names.includes('1day') ? '1day' : names[0] || 'none';
    };
    const choose = () => {
      coin = data.coins[coins.selectedIndex] || data.coins[0];
      const length = coin.time.length;
      until = length ? coin.time[length - 1] + (length > 1 ? coin.time[length - 1] - coin.time[length - 2] : 3600) : 1;
      offer();
      Object.assign(shared, range(coin.time[0] || 0, until), { charts: shared.charts });
      shared.charts.forEach(chart => { chart.cursor = null; });
      shared.reset();
    };
    data.coins.forEach(each => coins.add(new Option(each.symbol)));
    const near = i => coin.fills.filter(fill => before(coin.time, fill.time) === i).map(fill => ', ' + fill.side + ' ' + fill.quantity + ' at ' + fill.price + ' (' + fill.rule + ')').join('');
    const chart = new Chart('prices', shared, {
      name: 'Candles with trades and levels', height: 360, times: () => coin.time, format: figure,
      limits: (a, b) => extremes([coin.low, coin.high], a, b),
      draw(plot, x, y, a, b, inner, shows) {
        if (b < a) return;
        drawCandles(plot, coin, x, y, a, b, inner);
        if (levels.value !== 'none') drawLevels(plot, coin, levels.value, x, y, until, shows);
        if (shows('cost')) drawDeals(plot, coin, x, y, until);
        drawFills(plot, coin, x, y, shared.from, shared.to);
      },
      describe: i => 'open ' + coin.open[i] + ', high ' + coin.high[i] + ', low ' + coin.low[i] + ', close ' + coin.close[i] + near(i)
    });
    coins.addEventListener('change', choose);
    levels.addEventListener('change', () => chart.render());
    choose();
  }

  account();
  prices();
  const redraw = () => charts.forEach(chart => chart.render());
  let waiting = 0;
  window.addEventListener('resize', () => { cancelAnimationFrame(waiting); waiting = requestAnimationFrame(redraw); });
  window.addEventListener('beforeprint', () => {
    printing = true;
    document.querySelectorAll('details').forEach(each => { each.open = true; });
    new Set(charts.map(chart => chart.shared)).forEach(shared => shared.reset());
  });
  window.addEventListener('afterprint', () => { printing = false; redraw(); });
  document.documentElement.dataset.ready = String(charts.length);
})();
