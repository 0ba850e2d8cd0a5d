// The card of one class.
function fill(list, pairs, support) {
  const sorted = [...pairs].sort((a, b) => b[1] - a[1]);
  const lines = sorted.slice(0, 20).map(([node, n]) => {
    const item = element("li", `${full(node)} : ${count(n)} fois`);
    if (support) item.append(element("span", ` (${percent(n / support, 0)})`, "interval"));
    return item;
  });
  if (sorted.length > 20) lines.push(element("li", `et ${sorted.length - 20} autres`));
  list.replaceChildren(...(lines.length ? lines : [element("li", "aucune")]));
}

function showCard(leaf) {
  at("card-title").textContent = full(leaf);
  const recall = leaf.support ? `${percent(leaf.right / leaf.support)} retrouvés` : "";
  const precision = leaf.predicted ? `${percent(leaf.right / leaf.predicted)} justes` : "";
  at("card-figures").textContent = [
    examples(leaf.support), recall, `donnée ${count(leaf.predicted)} fois`, precision,
  ].filter(Boolean).join(" · ");
  fill(at("card-out"), leaf.out.filter(([node]) => node !== leaf), leaf.support);
  fill(at("card-in"), leaf.into, 0);
  at("card").showModal();
}

// The table of classes: its rows come in the order of data.classes.
const body = document.querySelector("#per-class tbody");
const lines = [...body.rows];
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const searched = lines.map((line, place) => plain(full(classes[place])));
const ratio = (above, below) => (below ? above / below : -1);
const keys = [
  (leaf) => leaf.id,
  (leaf) => leaf.support,
  (leaf) => leaf.predicted,
  (leaf) => ratio(leaf.right, leaf.support),
  (leaf) => ratio(leaf.right, leaf.predicted),
  (leaf) => ratio(2 * leaf.right, leaf.support + leaf.predicted),
];

function sortBy(column, header) {
  const up = header.getAttribute("aria-sort") === "descending" || (column === 0 && !header.hasAttribute("aria-sort"));
  for (const other of header.parentNode.cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", up ? "ascending" : "descending");
  const values = lines.map((line, place) => keys[column](classes[place]));
  const order = lines.map((line, place) => place);
  order.sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0) * (up ? 1 : -1) || a - b);
  body.append(...order.map((place) => lines[place]));
}

function filterRows() {
  const words = plain(at("filter").value).split(/\s+/).filter(Boolean);
  let found = 0;
  lines.forEach((line, place) => {
    line.hidden = !words.every((word) => searched[place].includes(word));
    found += !line.hidden;
  });
  at("found").textContent = `${count(found)} classe${found > 1 ? "s" : ""} sur ${count(lines.length)}`;
}

function startClasses() {
  [...document.querySelectorAll("#per-class thead th")].forEach((header, column) => {
    const button = element("button", header.textContent);
    button.type = "button";
    button.addEventListener("click", () => sortBy(column, header));
    header.replaceChildren(button);
  });
  lines.forEach((line, place) => {
    const code = line.querySelector("b");
    const button = element("button", code.textContent);
    button.type = "button";
    button.addEventListener("click", () => showCard(classes[place]));
    code.replaceChildren(button);
  });
  at("search").hidden = false;
  at("filter").addEventListener("input", filterRows);
  filterRows();
  at("card-close").addEventListener("click", () => at("card").close());
}

startClasses();
