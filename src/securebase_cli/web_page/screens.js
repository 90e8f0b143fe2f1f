// What is on the page: one screen for each step of a sitting, made of elements and text alone.

"use strict";

const PLACE_OF_WORDS = "What you write stays in this browser on this device, until you wipe it.";
const KEPT_NOWHERE =
  "This browser does not keep what you write here. Save a draft to a file before you close the page.";
const IN_CLEAR =
  "The file is in clear: anyone who opens it can read it. Delete it, and whatever copies of it " +
  "there are, once it is in your journal. Then wipe what you wrote here, below.";

// The spelling checkers of some browsers send what is typed to their makers.
const PRIVATE_FIELD = { dir: "auto", spellcheck: "false", autocomplete: "off" };

/**
 * Make an element. Text is only ever set as text, and never read as HTML.
 * @param {string} tag
 * @param {Object<string, any>} attributes attributes, and handlers such as `onclick`
 * @param {...(Node | string)} children
 * @returns {any}
 */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(name.slice(2), value);
    } else if (typeof value === "boolean") {
      made.toggleAttribute(name, value);
    } else {
      made.setAttribute(name, value);
    }
  }
  made.append(...children);
  return made;
}

/** @param {string} text @param {string} className */
function paragraph(text, className = "") {
  return element("p", { class: className, dir: "auto" }, text);
}

/** @param {string} label @param {() => void} onclick @param {string} className */
function button(label, onclick, className = "") {
  return element("button", { type: "button", class: className, onclick }, label);
}

/** @param {string} text */
function heading(text) {
  return element("h1", { id: "heading", tabindex: "-1", dir: "auto" }, text);
}

/**
 * @param {(domains: Domain[]) => void} begin
 * @param {(file: File) => void} openDraft
 */
function startScreen(begin, openDraft) {
  const { domains, actions, title, words, introduction, notice } = CONTENT;
  const choices = domains.map((domain) =>
    element(
      "li",
      {},
      button(domain.title, () => begin([domain]), "choice"),
      paragraph(domain.summary, "quiet"),
    ),
  );
  if (domains.length > 1) {
    const all = button("All of them, one after the other", () => begin(domains), "choice");
    choices.push(element("li", {}, all));
  }
  const chooser = element("input", {
    type: "file",
    accept: ".json,application/json",
    onchange: () => chooser.files.length && openDraft(chooser.files[0]),
  });
  const openToTry = actions.length
    ? [
        element("h2", {}, "Open to try"),
        paragraph(words.actionsNote, "remark"),
        element("ul", {}, ...actions.map((text) => element("li", { dir: "auto" }, text))),
      ]
    : [];
  return [
    heading(title),
    ...introduction.map((text) => paragraph(text, "subtitle")),
    element("h2", {}, words.noticeTitle),
    element("ul", {}, ...notice.map((text) => element("li", {}, text))),
    ...openToTry,
    element("h2", {}, domains.length > 1 ? "What would you like to reflect on?" : "Begin with"),
    element("ul", { class: "choices" }, ...choices),
    paragraph("You can stop at any time, close the page, and go on later.", "quiet"),
    element("label", { class: "draft" }, "Go on with a draft from a file: ", chooser),
  ];
}

/**
 * @param {Sitting} sitting
 * @param {number} index
 * @param {string} deeper what is asked one step deeper, or an empty text
 * @param {Steps} steps
 */
function questionScreen(sitting, index, deeper, steps) {
  const asked = sitting.questions[index];
  const domain = domainOf(asked);
  const question = questionOf(asked);
  const ofDomain = sitting.questions.filter((other) => other.domain === asked.domain);
  const number = ofDomain.indexOf(asked) + 1;
  const opens = number === 1 && domain?.summary;
  const place = `${domain?.title} · ${number} of ${ofDomain.length}`;
  const notes = [deeper, question?.note ?? ""].filter(Boolean);
  const field = element("textarea", {
    id: "answer",
    ...PRIVATE_FIELD,
    rows: "7",
    "aria-describedby": "notes",
    oninput: () => {
      setAnswer(asked, field.value);
      next.textContent = isBlank(field.value) ? "Skip" : "Next";
      steps.keep();
    },
    onkeydown: onControlEnter(steps.next),
  });
  field.value = asked.answer ?? "";
  const next = button(asked.answer ? "Next" : "Skip", steps.next, "main");
  return [
    paragraph(place, "place"),
    ...(opens ? [paragraph(domain.summary, "quiet")] : []),
    ...(question?.parent ? [paragraph(question.parent, "quiet")] : []),
    element("h1", { class: "question", dir: "auto" }, element("label", { for: "answer" }, asked.text)),
    element("div", { id: "notes" }, ...notes.map((note) => paragraph(note, "note"))),
    field,
    buttons(next, button("Back", steps.back), button("Enough for today", steps.enough)),
    paragraph("Ctrl and Enter: next.", "quiet keys"),
  ];
}

/** @param {Sitting} sitting @param {Steps} steps */
function scaleScreen(sitting, steps) {
  const domain = /** @type {Domain} */ (scaleDomain(sitting));
  const scaling = { domain: domain.id, value: -1, basis: "" };
  Object.assign(scaling, sitting.scalings.find((other) => other.domain === domain.id));
  const set = (/** @type {Object<string, any>} */ change) => {
    Object.assign(scaling, change);
    sitting.scalings = scaling.value < 0 ? [] : [scaling];
    steps.keep();
  };
  const numbers = Array.from({ length: 11 }, (_, value) => [String(value), String(value)]);
  const where = CONTENT.words.scale.replace("{}", () => domain.quality);
  const values = radios("value", where, numbers, String(scaling.value), (value) =>
    set({ value: Number(value) }),
  );
  values.classList.add("scale");
  const bases = radios(
    "basis",
    CONTENT.words.basis,
    Object.entries(CONTENT.bases),
    scaling.basis,
    (basis) => set({ basis }),
  );
  const leaveOut = button("Leave it out", () => {
    sitting.scalings = [];
    steps.next();
  });
  return [
    heading(closingPlace(sitting, "scale")),
    values,
    bases,
    buttons(button("Next", steps.next, "main"), button("Back", steps.back), leaveOut),
  ];
}

/** @param {Sitting} sitting @param {Steps} steps */
function takeawayScreen(sitting, steps) {
  const field = oneLine("takeaway", sitting.takeaway, steps, (text) => {
    sitting.takeaway = text;
  });
  return [
    paragraph(closingPlace(sitting, "takeaway"), "place"),
    question("takeaway", CONTENT.words.takeaway),
    paragraph("Leave it empty to leave it out.", "quiet"),
    field,
    buttons(button("Next", steps.next, "main"), button("Back", steps.back)),
  ];
}

/** @param {Sitting} sitting @param {Steps} steps */
function actionScreen(sitting, steps) {
  const action = sitting.action;
  const field = oneLine("action", action.text, steps, (text) => {
    action.text = text;
  });
  const day = element("input", {
    id: "due",
    type: "date",
    min: inDays(0),
    oninput: () => {
      action.due = day.value;
      steps.keep();
    },
  });
  day.value = action.due;
  const suggest = (/** @type {string} */ label, /** @type {() => string} */ dayOf) =>
    button(label, () => {
      day.value = dayOf();
      day.dispatchEvent(new Event("input"));
    });
  const domains = reachedDomains(sitting);
  const answered = domains.filter(({ id }) =>
    sitting.questions.some((asked) => asked.domain === id && asked.answer),
  );
  const choices = domains.map(({ id, title }) => [id, title]);
  const preset = action.domain || (answered.at(-1) ?? domains.at(-1))?.id || "";
  return [
    paragraph(closingPlace(sitting, "action"), "place"),
    question("action", CONTENT.words.action),
    paragraph("Leave it empty to leave it out.", "quiet"),
    field,
    ...(domains.length > 1
      ? [
          radios("domain", CONTENT.words.whichDomain, choices, preset, (id) => {
            action.domain = id;
            steps.keep();
          }),
        ]
      : []),
    element("p", { class: "label when" }, element("label", { for: "due" }, CONTENT.words.lookAgain)),
    buttons(
      suggest("in a week", () => inDays(7)),
      suggest("in two weeks", () => inDays(14)),
      suggest("in a month", inMonth),
      suggest("no date", () => ""),
    ),
    day,
    buttons(button("Done", steps.next, "main"), button("Back", steps.back)),
  ];
}

/**
 * The whole reflection, to be saved, read, changed and printed.
 * @param {Sitting} sitting
 * @param {Steps} steps
 */
function endScreen(sitting, steps) {
  if (!hasWords(sitting)) {
    return [heading("Nothing was written."), buttons(button("Back", steps.back))];
  }
  const { words, bases } = CONTENT;
  const answered = sitting.questions.filter((asked) => asked.answer).length;
  const skipped = sitting.questions.filter((asked) => asked.answer === "").length;
  const name = `reflection-${sitting.date.slice(0, 10)}-${sitting.id.slice(0, 4)}`;
  const copied = element("textarea", { class: "copy", readonly: true, rows: "4", hidden: true });
  copied.setAttribute("aria-label", "The file, to be copied");
  const copy = () => {
    copied.hidden = false;
    copied.value = sittingFile(sitting);
    copied.select();
    const done = document.execCommand("copy");
    announce(done ? "Copied. Wipe the clipboard when it is pasted." : "Copy the text in the box.");
  };
  const review = sitting.questions.flatMap((asked, index) => [
    element("h3", { dir: "auto" }, asked.text),
    asked.answer
      ? element("div", { class: "answer as-typed", dir: "auto" }, asked.answer)
      : paragraph(asked.answer === "" ? "Skipped" : "Not reached", "quiet"),
    changeButton(asked.text, () => steps.goTo(index)),
  ]);
  for (const { domain, value, basis } of sitting.scalings) {
    const quality = CONTENT.domains.find(({ id }) => id === domain)?.quality;
    const suffix = basis ? `, ${bases[basis]}` : "";
    review.push(element("h3", { dir: "auto" }, `${words.scaleLabel}: ‘${quality}’`));
    review.push(paragraph(`${value} of 10${suffix}`));
    if (scaleDomain(sitting)) {
      review.push(changeButton(words.scaleLabel, () => steps.goTo("scale")));
    }
  }
  const due = sitting.action.due ? `, by ${longDate(sitting.action.due)}` : "";
  const closing = [
    [words.takeawayHeading, sitting.takeaway, "takeaway"],
    [words.actionHeading, sitting.action.text && sitting.action.text + due, "action"],
  ];
  for (const [title, text, step] of closing) {
    review.push(element("h3", {}, title), paragraph(text || "Left out", text ? "" : "quiet"));
    review.push(changeButton(title, () => steps.goTo(/** @type {any} */ (step))));
  }
  return [
    heading("Thank you for taking the time."),
    paragraph(`${answered} of ${sitting.questions.length} answered, ${skipped} skipped.`),
    buttons(
      button(
        "Save my reflection",
        () => download(`${name}.json`, sittingFile(sitting), "application/json"),
        "main",
      ),
      button("Copy", copy),
      button("Save as Markdown", () =>
        download(`${name}.md`, sittingAsMarkdown(sitting), "text/markdown"),
      ),
      button("Print", () => print()),
    ),
    copied,
    element(
      "section",
      { class: "on-screen" },
      paragraph("On the computer with your journal, this puts the file into it, and then removes it:"),
      element("pre", {}, `securebase import ${name}.json --then-remove`),
      paragraph(IN_CLEAR, "remark"),
    ),
    element("h2", {}, `${sitting.content}, ${longDate(sitting.date)}`),
    ...review,
  ];
}

/**
 * The line below each screen: where the words are, and how to wipe them.
 * @param {boolean} isKept
 * @param {() => void} saveDraft
 * @param {() => void} wipe
 */
function wordsFooter(isKept, saveDraft, wipe) {
  return [
    paragraph(isKept ? PLACE_OF_WORDS : KEPT_NOWHERE, isKept ? "quiet" : "remark"),
    buttons(button("Save a draft to a file", saveDraft), button("Wipe what I wrote", wipe)),
  ];
}

/** @param {() => void} onWipe */
function wipeDialog(onWipe) {
  const close = () => dialog.remove();
  const dialog = element(
    "dialog",
    { "aria-labelledby": "wipe-question", onclose: close },
    element("h2", { id: "wipe-question" }, "Wipe everything you wrote on this page?"),
    paragraph("This can’t be undone. Files that you have saved stay where they are."),
    buttons(
      button("Wipe it", () => {
        dialog.close();
        onWipe();
      }),
      button("Keep it", () => dialog.close(), "main"),
    ),
  );
  return dialog;
}

/** @param {...HTMLElement} items */
function buttons(...items) {
  return element("div", { class: "buttons" }, ...items);
}

/** @param {string} what @param {() => void} onclick */
function changeButton(what, onclick) {
  const made = button("Change", onclick, "change");
  made.setAttribute("aria-label", `Change: ${what}`);
  return made;
}

/** @param {string} id @param {string} text */
function question(id, text) {
  return element("h1", { class: "question" }, element("label", { for: id }, text));
}

/**
 * A text of one line, which Enter ends; the ends of lines in a paste become spaces.
 * @param {string} id
 * @param {string} text
 * @param {Steps} steps
 * @param {(text: string) => void} set
 */
function oneLine(id, text, steps, set) {
  const field = element("textarea", {
    id,
    ...PRIVATE_FIELD,
    rows: "3",
    oninput: () => {
      if (/[\r\n]/.test(field.value)) {
        field.value = field.value.replace(/\s*[\r\n]+\s*/g, " ");
      }
      set(isBlank(field.value) ? "" : field.value);
      steps.keep();
    },
    onkeydown: (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        steps.next();
      }
    },
  });
  field.value = text;
  return field;
}

/**
 * @param {string} name
 * @param {string} legend
 * @param {string[][]} choices pairs of a value and its label
 * @param {string} chosen
 * @param {(value: string) => void} onChoice
 */
function radios(name, legend, choices, chosen, onChoice) {
  const lines = choices.map(([value, label]) => {
    const field = element("input", { type: "radio", name, value, onchange: () => onChoice(value) });
    field.checked = value === chosen;
    return element("label", {}, field, ` ${label}`);
  });
  return element("fieldset", {}, element("legend", {}, legend), ...lines);
}

/** @param {() => void} action */
function onControlEnter(action) {
  return (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      action();
    }
  };
}

/** @param {Sitting} sitting @param {"scale" | "takeaway" | "action"} step */
function closingPlace(sitting, step) {
  const steps = closingSteps(sitting);
  return `Before you go, ${steps.indexOf(step) + 1} of ${steps.length}`;
}

/** @param {AskedQuestion} asked */
function domainOf(asked) {
  return CONTENT.domains.find((domain) => domain.id === asked.domain);
}

/**
 * Return the question of this page that was asked; a draft may have one that the page lacks.
 * @param {AskedQuestion} asked
 */
function questionOf(asked) {
  return domainOf(asked)?.questions.find((item) => item.id === asked.id);
}
