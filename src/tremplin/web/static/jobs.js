// The page works without this module; it spares reloading the page and adds the copy buttons.

const form = document.getElementById("saisie");
const results = document.getElementById("resultats");
const status = document.getElementById("etat");
const text = document.getElementById("texte");
const errorPlace = document.getElementById("place-erreur");
const button = form.querySelector("button[type=submit]");

const MESSAGES = {
  401: "Votre connexion a expiré. Rechargez la page pour vous reconnecter.",
  403: "Cette page est ouverte depuis trop longtemps. Copiez votre texte, rechargez la page, puis recommencez.",
  413: "Ce texte est trop long : gardez 200 000 caractères au plus.",
};
const OUT_OF_REACH = "Le service ne répond pas. Recommencez dans un instant.";

let last = 0;
let given = 0;

function say(sentence, { busy = false } = {}) {
  status.toggleAttribute("data-busy", busy);
  status.textContent = sentence;
}

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
  if (!navigator.clipboard) return;
  for (const copy of results.querySelectorAll(".copy")) {
    copy.hidden = false;
    copy.addEventListener("click", () => copyCode(copy));
  }
}

async function copyCode(copy) {
  try {
    await navigator.clipboard.writeText(copy.dataset.copy);
    results.querySelectorAll(".copy[data-done]").forEach((other) => delete other.dataset.done);
    copy.dataset.done = "";
    say(`Le code ${copy.dataset.copy} est copié.`);
  } catch {
    say(`La copie n’est pas permise ici : le code est ${copy.dataset.copy}.`);
  }
}

async function analyse(event) {
  event.preventDefault();
  const turn = ++last;
  button.setAttribute("aria-disabled", "true");
  results.setAttribute("aria-busy", "true");
  const wait = setTimeout(() => say("Analyse en cours…", { busy: true }), 150);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { Accept: "application/problem+json", "X-Fragment": "results" },
    });
    const html = (answer.headers.get("content-type") ?? "").startsWith("text/html") ? await answer.text() : null;
    if (turn !== last) return;
    say(html === null ? (MESSAGES[answer.status] ?? OUT_OF_REACH) : "");
    if (html !== null) show(html);
  } catch {
    if (turn === last) say(OUT_OF_REACH);
  } finally {
    clearTimeout(wait);
    if (turn === last) {
      button.removeAttribute("aria-disabled");
      results.removeAttribute("aria-busy");
      status.removeAttribute("data-busy");
    }
  }
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
      say(MESSAGES[answer.status] ?? OUT_OF_REACH);
      return;
    }
  } catch {
    say(OUT_OF_REACH);
    return;
  }
  for (const button of results.querySelectorAll(".opinion button")) {
    button.setAttribute("aria-pressed", String(button === chosen));
  }
  say("Merci, votre avis est enregistré.");
}

form.addEventListener("submit", analyse);
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
results.addEventListener("submit", giveOpinion);
enhance();
