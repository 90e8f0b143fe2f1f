// The page: shows the screen of the current step, and keeps every change at once.

"use strict";

/** @type {Content} */
const CONTENT = JSON.parse(document.getElementById("content")?.textContent ?? "");

/**
 * What the buttons of a screen do.
 * @typedef {{next: () => void, back: () => void, enough: () => void, keep: () => void,
 *   goTo: (step: Sitting["step"]) => void}} Steps
 */

/** @type {Sitting | null} */
let sitting = null;
let isKept = true;
/** The question that is asked one step deeper now, and those that were: none is asked twice. */
let deeper = "";
const askedDeeper = new Set();
/** Whether one step of a finished sitting is changed, after which its end is shown again. */
let isChanging = false;

/** @type {Steps} */
const steps = {
  next() {
    const current = currentSitting();
    if (typeof current.step === "number" && asksDeeper(current.questions[current.step])) {
      show();
      return;
    }
    change(goOn);
    if (isChanging) {
      isChanging = false;
      steps.goTo("end");
    }
  },
  back() {
    if (currentSitting().step !== 0) {
      change(goBack);
    } else if (hasWords(currentSitting())) {
      wipe();
    } else {
      leave();
    }
  },
  enough: () => change(goToClosing),
  keep() {
    const wasKept = isKept;
    isKept = draft.save(currentSitting());
    if (isKept !== wasKept) {
      showFooter();
      announce(isKept ? "" : KEPT_NOWHERE);
    }
  },
  goTo(step) {
    isChanging = step !== "end";
    change((current) => {
      current.step = step;
    });
  },
};

function currentSitting() {
  return /** @type {Sitting} */ (sitting);
}

/** @param {(current: Sitting) => void} make */
function change(make) {
  deeper = "";
  make(currentSitting());
  steps.keep();
  show();
}

/** @param {AskedQuestion} asked */
function asksDeeper(asked) {
  deeper = askedDeeper.has(asked.id) ? "" : deeperQuestion(questionOf(asked), asked.answer ?? "");
  askedDeeper.add(asked.id);
  return deeper !== "";
}

/** @param {Domain[]} domains */
function begin(domains) {
  sitting = beginSitting(CONTENT, domains);
  askedDeeper.clear();
  isChanging = false;
  steps.keep();
  show();
}

/** @param {File} file */
async function openDraft(file) {
  const opened = parseSitting(await file.text(), CONTENT);
  if (opened === null) {
    announce(`${file.name} is no draft of this page, or it is damaged. Nothing was changed.`);
    return;
  }
  sitting = opened;
  steps.keep();
  show();
}

function saveDraft() {
  const current = currentSitting();
  download(`draft-${current.date.slice(0, 10)}.json`, sittingFile(current), "application/json");
}

function wipe() {
  const dialog = wipeDialog(() => {
    const isGone = leave();
    announce(isGone ? "Wiped. Nothing of it is left in this browser." : "It could not be wiped.");
  });
  document.body.append(dialog);
  dialog.showModal();
}

/**
 * Show the first screen again, and keep nothing.
 * @returns {boolean} whether nothing is left in the browser
 */
function leave() {
  const isGone = draft.wipe();
  sitting = null;
  show();
  return isGone;
}

/** Show the screen of the current step, and set the focus where one goes on. */
function show() {
  const main = /** @type {HTMLElement} */ (document.getElementById("main"));
  main.replaceChildren(...screenOf(sitting));
  showFooter();
  announce("");
  const field = main.querySelector("textarea:not([hidden])") ?? main.querySelector("#heading");
  /** @type {HTMLElement} */ (field).focus();
  scrollTo(0, 0);
}

/** @param {Sitting | null} current */
function screenOf(current) {
  if (current === null) {
    return startScreen(begin, openDraft);
  }
  switch (current.step) {
    case "scale":
      return scaleScreen(current, steps);
    case "takeaway":
      return takeawayScreen(current, steps);
    case "action":
      return actionScreen(current, steps);
    case "end":
      return endScreen(current, steps);
    default:
      return questionScreen(current, current.step, deeper, steps);
  }
}

function showFooter() {
  const footer = /** @type {HTMLElement} */ (document.getElementById("words"));
  footer.replaceChildren(...(sitting === null ? [] : wordsFooter(isKept, saveDraft, wipe)));
}

/**
 * Say something below the screen, which screen readers read out.
 * @param {string} text
 */
function announce(text) {
  /** @type {HTMLElement} */ (document.getElementById("status")).textContent = text;
}

/** Show the draft as the browser has it; another window with this page may have gone on. */
function showNewest() {
  sitting = draft.load();
  show();
}

addEventListener("storage", (event) => {
  if (event.key === draft.key) {
    showNewest();
  } else if (event.key === null && sitting !== null) {
    // Another page from a file has cleared the whole storage.
    steps.keep();
  }
});

// A browser that goes back may show the page as it was, while another window has gone on.
addEventListener("pageshow", (event) => {
  if (event.persisted && isKept) {
    showNewest();
  }
});

addEventListener("beforeunload", (event) => {
  if (sitting !== null && !isKept && hasWords(sitting)) {
    event.preventDefault();
  }
});

showNewest();
