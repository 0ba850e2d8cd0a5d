// A view: the children of one node against the children of another, and the rest of the tree around.
const MOST = 60;
const kids = (node) => (node.children.length ? node.children : [node]);
const leaves = (node) => (node.children.length ? node.children.flatMap(leaves) : [node]);

function around(node) {
  const found = [];
  for (let here = node; here.parent; here = here.parent) found.push(...here.parent.children.filter((n) => n !== here));
  return found;
}

function owner(leaf, places) {
  for (let node = leaf; node; node = node.parent) if (places.has(node)) return node;
  return null;
}

function tally(rows, columns, rowRest, columnRest) {
  const rowPlaces = new Set(rows);
  const columnPlaces = new Set(columns);
  const table = new Map();
  for (const item of [...rows, rowRest]) table.set(item, new Map());
  for (const leaf of rowRest.leaves) {
    const line = table.get(owner(leaf, rowPlaces) || rowRest);
    for (const [answer, n] of leaf.out) {
      const rest = answer === leaf ? good : columnRest;
      const column = answer === none ? none : owner(answer, columnPlaces) || rest;
      line.set(column, (line.get(column) || 0) + n);
    }
  }
  return table;
}

function busiest(items, weight) {
  if (items.length <= MOST) return items;
  const kept = new Set([...items].sort((a, b) => weight(b) - weight(a)).slice(0, MOST));
  return items.filter((item) => kept.has(item));
}

const errors = (node) => leaves(node).reduce((sum, leaf) => sum + leaf.support + leaf.predicted - 2 * leaf.right, 0);

// Where there are too many classes for one view, those that are mistaken for each other most come first.
function mostConfused(nodes) {
  if (nodes.length <= MOST) return nodes;
  const places = new Set(nodes);
  const pairs = new Map();
  for (const leaf of nodes.flatMap(leaves)) {
    const truth = owner(leaf, places);
    for (const [answer, n] of leaf.out) {
      const other = owner(answer, places);
      if (!other || other === truth) continue;
      const key = `${truth.id}\n${other.id}`;
      pairs.set(key, { truth, other, n: n + (pairs.get(key) || { n: 0 }).n });
    }
  }
  const kept = new Set();
  for (const pair of [...pairs.values()].sort((a, b) => b.n - a.n)) {
    if (kept.size + 2 > MOST) break;
    kept.add(pair.truth).add(pair.other);
  }
  for (const node of [...nodes].sort((a, b) => errors(b) - errors(a))) if (kept.size < MOST) kept.add(node);
  return nodes.filter((node) => kept.has(node));
}

function buildView(rowNode, columnNode) {
  const same = rowNode === columnNode;
  const chosen = new Set(mostConfused(kids(rowNode)));
  const allRows = kids(rowNode).filter((node) => node.support);
  const rows = allRows.filter((node) => chosen.has(node));
  const others = allRows.length - rows.length;
  const rowRest = { id: `${count(others)} autres`, label: "classes regroupées", children: [], fixed: true };
  rowRest.leaves = leaves(rowNode);
  rowRest.support = allRows.filter((node) => !rows.includes(node)).reduce((sum, node) => sum + node.support, 0);
  const columnRest = { id: "autres", label: "", children: [], fixed: true };
  const inner = kids(columnNode).filter((node) => node.support + node.predicted);
  const near = same ? inner.filter((node) => chosen.has(node)) : busiest(inner, (node) => node.predicted);
  const columns = [...near, ...(same ? busiest(around(rowNode), (n) => n.predicted) : [])];
  const table = tally(rows, columns, rowRest, columnRest);
  const used = new Set([...table.values()].flatMap((line) => [...line.keys()]));
  const shown = [...columns, good, columnRest, none].filter((node) => used.has(node) || (same && rows.includes(node)));
  return { rowNode, columnNode, rows: others ? [...rows, rowRest] : rows, columns: shown, table, others };
}

const within = (node, ancestor) => node === ancestor || (node.parent ? within(node.parent, ancestor) : false);
const isRight = (row, column) =>
  column === good || (!row.fixed && !column.fixed && (within(row, column) || within(column, row)));
const step = (share) => [0.01, 0.02, 0.05, 0.1, 0.2, 0.5].filter((edge) => share >= edge).length;

function describe(row, column, n) {
  const share = row.support ? percent(n / row.support) : "0";
  const total = `${count(n)} fois sur ${examples(row.support)} (${share})`;
  if (column === good) return `${full(row)} : bonne réponse, ${total}`;
  const right = row.children.length ? "réponse dans le bon groupe" : "bonne réponse";
  if (column === row) return `${full(row)} : ${right}, ${total}`;
  if (column === none) return `${full(row)} laissé sans réponse : ${total}`;
  if (column.fixed) return `${full(row)} pris pour une autre classe : ${total}`;
  return `${full(row)} pris pour ${full(column)} : ${total}`;
}

// Drawing: one SVG, one element per cell that is not empty.
const svgName = "http://www.w3.org/2000/svg";
function draw(parent, name, attributes, text) {
  const made = document.createElementNS(svgName, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

let view;
let items = [];
const trailBack = [];

function drawButton(svg, row, column, says, act) {
  const made = draw(svg, "g", { role: "button", tabindex: -1, "aria-label": says });
  items.push({ row, column, says, act, made });
  return made;
}

function layout() {
  const width = at("grid").clientWidth - 8;
  const wide = width > 640;
  const names = view.rows.map((node) => (wide ? cut(full(node), 38) : cut(node.id, 12)));
  const heads = view.columns.map((node) => cut(node.id, 22));
  const left = Math.min(330, Math.max(...names.map((name) => name.length)) * 7.3 + 50);
  const top = Math.max(...heads.map((head) => head.length)) * 7.6 + 14;
  const size = Math.max(16, Math.min(48, Math.floor((width - left) / view.columns.length)));
  return { names, heads, left, top, size, numbers: size >= 26 };
}

function drawView() {
  const { names, heads, left, top, size, numbers } = layout();
  const [right, bottom] = [left + size * view.columns.length, top + size * view.rows.length];
  const svg = document.createElementNS(svgName, "svg");
  const box = { width: right + 2, height: bottom + 2, viewBox: `0 0 ${right + 2} ${bottom + 2}` };
  for (const [key, value] of Object.entries(box)) svg.setAttribute(key, value);
  svg.setAttribute("role", "group");
  svg.setAttribute("aria-label", viewName());
  draw(svg, "rect", { class: "back", x: left, y: top, width: right - left, height: bottom - top });
  items = [];
  view.columns.forEach((column, c) => {
    const x = left + size * (c + 0.5) + 4;
    draw(svg, "text", { transform: `translate(${x} ${top - 6}) rotate(-90)`, "aria-hidden": true }, heads[c]);
  });
  view.rows.forEach((row, r) => drawRow(svg, row, r, { name: names[r], left, top, size, numbers }));
  at("grid").replaceChildren(svg);
  if (items.length) items[0].made.setAttribute("tabindex", 0);
}

function drawRow(svg, row, r, { name, left, top, size, numbers }) {
  const y = top + size * r;
  const head = drawButton(svg, r, -1, `${full(row)} : ${examples(row.support)}`, () => open(row, row));
  draw(head, "rect", { class: "head", x: 0, y, width: left - 2, height: size });
  const middle = y + size / 2 + 4;
  const style = row.fixed ? "rest" : "name";
  draw(head, "text", { class: style, x: 0, y: middle, "aria-hidden": true }, name);
  const end = { class: "total", x: left - 8, y: middle, "text-anchor": "end", "aria-hidden": true };
  draw(head, "text", end, count(row.support));
  view.columns.forEach((column, c) => {
    const n = view.table.get(row).get(column);
    if (!n) return;
    const share = row.support ? n / row.support : 0;
    const says = describe(row, column, n);
    const cell = drawButton(svg, r, c, says, () => open(row, column));
    const kind = `${isRight(row, column) ? "c" : "e"}${step(share)}`;
    draw(cell, "rect", { class: kind, x: left + size * c, y, width: size, height: size });
    if (!numbers) return;
    const text = share < 0.005 ? "<1" : String(Math.round(100 * share));
    const place = { x: left + size * (c + 0.5), y: y + size / 2 + 4, "text-anchor": "middle", "aria-hidden": true };
    draw(cell, "text", place, text);
  });
}

// Moving through the tree.
function settle(node) {
  while (node.children.length === 1 && node.children[0].children.length) node = node.children[0];
  return node;
}

function open(row, column) {
  if (row.fixed) return;
  if (!row.children.length && !column.children.length) {
    showCard(row);
    return;
  }
  trailBack.push([view.rowNode, view.columnNode]);
  show(row, column.fixed ? row : column);
  enter();
}

function back() {
  if (!trailBack.length) return;
  show(...trailBack.pop());
  enter();
}

function show(row, column) {
  const same = row === column;
  view = buildView(same ? settle(row) : row, same ? settle(row) : column);
  at("reading").textContent =
    `Vue ouverte : ${viewName()}. Survolez une case, ou allez-y au clavier, pour la lire ici.`;
  at("folded").hidden = !view.others;
  at("folded").textContent =
    "Seules les classes les plus confondues entre elles sont montrées ; " +
    `${count(view.others)} autres sont regroupées en bas. Le tableau par classe les donne toutes.`;
  drawTrail();
  drawView();
  writeTable();
}

const viewName = () => {
  const where = view.rowNode === root ? root.label : full(view.rowNode);
  return view.rowNode === view.columnNode ? where : `${where} pris pour ${full(view.columnNode)}`;
};

function enter() {
  if (items.length) items[0].made.focus();
}

function drawTrail() {
  const path = [];
  for (let node = view.rowNode; node; node = node.parent) path.unshift(node);
  const made = path.map((node) => {
    const item = element("li");
    const here = node === view.rowNode && view.rowNode === view.columnNode;
    const name = node === root ? root.label : full(node);
    const link = element(here ? "span" : "button", name);
    if (!here) {
      link.type = "button";
      link.addEventListener("click", () => open(node, node));
    } else link.setAttribute("aria-current", "true");
    item.append(link);
    return item;
  });
  if (view.rowNode !== view.columnNode) {
    const item = element("li", `pris pour ${full(view.columnNode)}`);
    item.setAttribute("aria-current", "true");
    made.push(item);
  }
  if (trailBack.length) {
    const item = element("li");
    const link = element("button", "← Retour");
    link.type = "button";
    link.addEventListener("click", back);
    item.append(link);
    made.unshift(item);
  }
  at("trail").replaceChildren(...made);
}

function writeTable() {
  at("as-table").replaceChildren(
    ...view.rows.map((row) => {
      const line = element("tr");
      const name = element("th", full(row));
      name.scope = "row";
      const found = [...view.table.get(row)].sort((a, b) => b[1] - a[1]);
      const right = found.filter(([column]) => isRight(row, column)).reduce((sum, [, n]) => sum + n, 0);
      const wrong = found.filter(([column]) => !isRight(row, column));
      const words = wrong.slice(0, 5).map(([column, n]) => `${full(column)} : ${count(n)} fois`);
      if (wrong.length > 5) words.push(`et ${wrong.length - 5} autres`);
      const share = row.support && !row.fixed ? percent(right / row.support) : "–";
      line.append(name, element("td", count(row.support), "number"), element("td", share, "number"));
      line.append(element("td", words.join(" ; ") || "aucune"));
      return line;
    }),
  );
}

// The grid is one stop of the Tab key; arrows move inside it.
function nearest(row, column) {
  const far = (item) => Math.abs(item.column - column);
  const line = items.filter((item) => item.row === row);
  return line.reduce((best, item) => (best && far(best) <= far(item) ? best : item), null);
}

function beside(item, way) {
  const line = items.filter((other) => other.row === item.row);
  return line[line.indexOf(item) + way];
}

const moves = {
  ArrowRight: (item) => beside(item, 1),
  ArrowLeft: (item) => beside(item, -1),
  ArrowDown: (item) => nearest(item.row + 1, item.column),
  ArrowUp: (item) => nearest(item.row - 1, item.column),
  Home: (item) => nearest(item.row, -1),
  End: (item) => nearest(item.row, 1e9),
};

const itemOf = (target) => items.find((item) => item.made === target.closest("g[role=button]"));

function onKey(event) {
  if (event.key === "Escape") {
    back();
    return;
  }
  const item = itemOf(event.target);
  if (!item) return;
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    item.act();
  } else if (event.key in moves) {
    event.preventDefault();
    const next = moves[event.key](item);
    if (next) next.made.focus();
  }
}

function onFocus(event) {
  const item = itemOf(event.target);
  if (!item) return;
  for (const other of items) other.made.setAttribute("tabindex", other === item ? 0 : -1);
  at("reading").textContent = item.says;
}

function onPoint(event) {
  const item = itemOf(event.target);
  const tip = at("tip");
  tip.hidden = !item || event.pointerType === "touch";
  if (!item) return;
  at("reading").textContent = item.says;
  tip.textContent = item.says;
  const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${Math.max(4, Math.min(event.clientX + 14, room))}px`;
  tip.style.top = `${event.clientY + 18}px`;
}

function startMatrix() {
  const grid = at("grid");
  at("matrix").hidden = false;
  at("matrix").addEventListener("keydown", onKey);
  grid.addEventListener("focusin", onFocus);
  grid.addEventListener("pointermove", onPoint);
  grid.addEventListener("pointerleave", () => { at("tip").hidden = true; });
  grid.addEventListener("click", (event) => {
    const item = itemOf(event.target);
    if (item) item.act();
  });
  show(root, root);
  let width = grid.clientWidth;
  addEventListener("resize", () => {
    if (grid.clientWidth === width) return;
    width = grid.clientWidth;
    const held = items.findIndex((item) => item.made === document.activeElement);
    drawView();
    if (held >= 0) items[held].made.focus();
  });
}

startMatrix();
