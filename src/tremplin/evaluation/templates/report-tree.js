const data = JSON.parse(document.getElementById("data").textContent);
const at = (id) => document.getElementById(id);
const percent = (share, digits = 1) => `${(100 * share).toFixed(digits).replace(".", ",")}\u00a0%`;
const count = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
const examples = (n) => `${count(n)} exemple${n > 1 ? "s" : ""}`;
const full = (node) => (node.label && node.label !== node.id ? `${node.id} ${node.label}` : node.id);
const byId = new Intl.Collator("fr", { numeric: true });
const cut = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// The tree: groups hold groups or classes; every class knows where its rows went and what came to it.
const root = { id: "", label: "Toutes les classes", children: [], parent: null, support: 0, predicted: 0 };
const groups = data.groups.map(([id, label]) => ({ id, label, children: [], support: 0, predicted: 0 }));
const classes = data.classes.map(([id, label, support, predicted, group], place) => {
  const parent = group < 0 ? root : groups[group];
  return { id, label, support, predicted, parent, place, children: [], out: [], into: [], right: 0 };
});
groups.forEach((node, place) => {
  const parent = data.groups[place][2];
  node.parent = parent < 0 ? root : groups[parent];
  node.parent.children.push(node);
});
for (const leaf of classes) {
  leaf.parent.children.push(leaf);
  for (let node = leaf.parent; node; node = node.parent) {
    node.support += leaf.support;
    node.predicted += leaf.predicted;
  }
}
for (const node of [root, ...groups]) node.children.sort((a, b) => byId.compare(a.id, b.id));
const none = { id: "sans réponse", label: "", children: [], fixed: true };
const good = { id: "juste", label: "", children: [], fixed: true };
for (let i = 0; i < data.cells.length; i += 3) {
  const [truth, answer, n] = [classes[data.cells[i]], classes[data.cells[i + 1]] || none, data.cells[i + 2]];
  truth.out.push([answer, n]);
  if (answer === truth) truth.right = n;
  else if (answer !== none) answer.into.push([truth, n]);
}
