// What the forms of pages share: saying how it stands, asking for results, copying.

const MESSAGES = {
  401: "Votre connexion a expiré. Rechargez la page pour vous reconnecter.",
  403: "Cette page est ouverte depuis trop longtemps. Copiez votre texte, rechargez la page, puis recommencez.",
  413: "Ce texte est trop long : gardez 200 000 caractères au plus.",
};
const OUT_OF_REACH = "Le service ne répond pas. Recommencez dans un instant.";

const status = document.getElementById("etat");
let last = 0;

export function say(sentence, { busy = false } = {}) {
  status.toggleAttribute("data-busy", busy);
  status.textContent = sentence;
}

export function sayRefusal(code) {
  say(MESSAGES[code] ?? OUT_OF_REACH);
}

// Posts a form and hands the fragment that comes back to `show`; of two answers under way, the last counts.
export async function askForResults(form, { submitter, results, busy, show }) {
  const turn = ++last;
  const button = form.querySelector("button[type=submit]");
  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) body.set(submitter.name, submitter.value);
  button.setAttribute("aria-disabled", "true");
  results.setAttribute("aria-busy", "true");
  const wait = setTimeout(() => say(busy, { busy: true }), 150);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/problem+json", "X-Fragment": "results" },
    });
    const html = (answer.headers.get("content-type") ?? "").startsWith("text/html") ? await answer.text() : null;
    if (turn !== last) return;
    if (html === null) {
      sayRefusal(answer.status);
    } else {
      say("");
      show(html);
    }
  } catch {
    if (turn === last) sayRefusal(0);
  } finally {
    clearTimeout(wait);
    if (turn === last) {
      button.removeAttribute("aria-disabled");
      results.removeAttribute("aria-busy");
      status.removeAttribute("data-busy");
    }
  }
}

// Shows the copy buttons within `root`, each with what it copies and what is then said.
export function showCopyButtons(root, { textOf, done, refused }) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(textOf(button));
        root.querySelectorAll(".copy[data-done]").forEach((other) => delete other.dataset.done);
        button.dataset.done = "";
        say(done(button));
      } catch {
        say(refused(button));
      }
    });
  }
}

export function submitWithControlEnter(form, field) {
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
}
