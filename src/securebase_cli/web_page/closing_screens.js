// The screens of the closing: a scale, a sentence to take along, one thing to try.

"use strict";

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
    "aria-describedby": "due-in-words",
    oninput: () => {
      action.due = day.value;
      inWords.textContent = dueInWords();
      steps.keep();
    },
  });
  day.value = action.due;
  // Some browsers show the month first.
  const dueInWords = () => (action.due ? longDate(action.due) : "");
  const inWords = element("span", { id: "due-in-words", role: "status" }, dueInWords());
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
    element("div", { class: "day" }, day, inWords),
    buttons(button("Done", steps.next, "main"), button("Back", steps.back)),
  ];
}

/** @param {string} id @param {string} text */
function question(id, text) {
  return element("h1", { class: "question" }, element("label", { for: id }, text));
}

/**
 * A text of one line, which Enter ends. The ends of lines in a paste become spaces where it is kept;
 * the field stays as it is, so that the browser can undo the paste.
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
      set(isBlank(field.value) ? "" : field.value.replace(/\s*[\r\n]+\s*/g, " "));
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

/** @param {Sitting} sitting @param {"scale" | "takeaway" | "action"} step */
function closingPlace(sitting, step) {
  const steps = closingSteps(sitting);
  return `Before you go, ${steps.indexOf(step) + 1} of ${steps.length}`;
}
