// The page works without this module; it spares reloading the page and adds the copy buttons.

import { askForResults, say, showCopyButtons, submitWithControlEnter } from "/static/form.js";

const form = document.getElementById("saisie");
const results = document.getElementById("resultats");
const order = document.getElementById("ordre");
const text = document.getElementById("texte");
const errorPlace = document.getElementById("place-erreur");
const picker = document.getElementById("choisir");
const count = document.getElementById("compte");
const boxes = [...form.querySelectorAll("input[type=checkbox]")];

function enhance() {
  showCopyButtons(results, {
    textOf: ({ dataset }) => {
      const from = document.getElementById(dataset.copyFrom);
      return from.value ?? from.textContent;
    },
    done: ({ dataset }) => dataset.said,
    refused: () => "La copie n’est pas permise ici : sélectionnez le texte, puis copiez-le.",
  });
}

function showError(wrong) {
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    field.removeAttribute("aria-invalid");
    field.removeAttribute("aria-describedby");
  }
  errorPlace.replaceChildren(...(wrong ? [wrong] : []));
  if (!wrong) return;
  const field = document.getElementById(wrong.dataset.place);
  if (wrong.dataset.place !== "texte") picker.open = true;
  if (field.matches("input, textarea")) {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "erreur");
  }
  field.focus();
}

function show(html, submitter) {
  results.innerHTML = html;
  const wrong = results.querySelector("#erreur");
  showError(wrong);
  if (wrong) return;
  order.value = document.getElementById("reponse").dataset.ordre;
  enhance();
  backTo(submitter);
}

// After a move the focus stays on the button, or goes to its neighbour where the step is first or last.
function backTo(submitter) {
  const moved = ["monter", "descendre"].includes(submitter?.name) ? submitter.value : "";
  const again = document.getElementById(submitter?.id || "rien");
  const other = document.getElementById(`${submitter?.name === "monter" ? "descendre" : "monter"}-${moved}`);
  (again ?? other ?? document.getElementById("titre-resultats")).focus();
  if (moved) say(`Étape déplacée : ${document.getElementById(`place-${moved}`).firstElementChild.textContent}`);
}

function showCount() {
  const chosen = boxes.filter((box) => box.checked).length;
  count.textContent = `(${chosen} ${chosen > 1 ? "cochées" : "cochée"})`;
}

function choose(preset) {
  const steps = preset.dataset.steps.split(" ");
  for (const box of boxes) box.checked = !box.disabled && steps.includes(box.id.slice("etape-".length));
  order.value = preset.dataset.steps;
  showCount();
  say(`« ${preset.textContent} » : ${steps.length} étapes cochées.`);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const submitter = event.submitter;
  if (submitter?.name === "modele") {
    choose(submitter);
    return;
  }
  askForResults(form, {
    submitter,
    results,
    busy: "Nettoyage en cours…",
    show: (html) => show(html, submitter),
  });
});
picker.addEventListener("change", showCount);
submitWithControlEnter(form, text);
// On a small screen the list would keep the results far away.
picker.open = matchMedia("(min-width: 62rem)").matches || document.getElementById("erreur") !== null;
showCount();
enhance();
