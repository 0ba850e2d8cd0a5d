// The page works without this module; it spares reloading the page and adds the copy buttons.

import { askForResults, say, sayRefusal, showCopyButtons, submitWithControlEnter } from "/static/form.js";

const form = document.getElementById("saisie");
const results = document.getElementById("resultats");
const text = document.getElementById("texte");
const errorPlace = document.getElementById("place-erreur");

let given = 0;

function toButton(details, place) {
  const summary = details.querySelector("summary");
  const body = details.querySelector(".why-body");
  const opener = document.createElement("button");
  opener.type = "button";
  opener.className = "small why-button";
  opener.append(...summary.childNodes);
  body.id = `pourquoi-${place}`;
  body.hidden = true;
  opener.setAttribute("aria-expanded", "false");
  opener.setAttribute("aria-controls", body.id);
  opener.addEventListener("click", () => {
    body.hidden = !body.hidden;
    opener.setAttribute("aria-expanded", String(!body.hidden));
  });
  const tools = details.parentElement;
  details.replaceWith(opener);
  tools.append(body);
}

function enhance() {
  results.querySelectorAll("details.why").forEach(toButton);
  showCopyButtons(results, {
    textOf: ({ dataset }) => dataset.copy,
    done: ({ dataset }) => `Le code ${dataset.copy} est copié.`,
    refused: ({ dataset }) => `La copie n’est pas permise ici : le code est ${dataset.copy}.`,
  });
}

function show(html) {
  results.innerHTML = html;
  const wrong = results.querySelector("#erreur");
  errorPlace.replaceChildren(...(wrong ? [wrong] : []));
  text.setAttribute("aria-describedby", wrong ? "aide-texte erreur" : "aide-texte");
  if (wrong) {
    text.setAttribute("aria-invalid", "true");
    text.focus();
    return;
  }
  text.removeAttribute("aria-invalid");
  enhance();
  document.getElementById("titre-resultats").focus();
}

function opinionOf(opinion) {
  const { csrf, rank, ...body } = Object.fromEntries(new FormData(opinion));
  return rank ? { ...body, extra: { rank: Number(rank) } } : body;
}

async function giveOpinion(event) {
  const opinion = event.target.closest("form.opinion");
  if (!opinion) return;
  event.preventDefault();
  const chosen = opinion.querySelector("button");
  if (chosen.getAttribute("aria-pressed") === "true") return;
  const body = opinionOf(opinion);
  given += 1;
  try {
    const answer = await fetch(opinion.dataset.route, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "Idempotency-Key": `${body.prediction_id}:${given}` },
    });
    if (!answer.ok) {
      sayRefusal(answer.status);
      return;
    }
  } catch {
    sayRefusal(0);
    return;
  }
  for (const button of results.querySelectorAll(".opinion button")) {
    button.setAttribute("aria-pressed", String(button === chosen));
  }
  say("Merci, votre avis est enregistré.");
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  askForResults(form, { submitter: event.submitter, results, busy: "Analyse en cours…", show });
});
submitWithControlEnter(form, text);
results.addEventListener("submit", giveOpinion);
enhance();
