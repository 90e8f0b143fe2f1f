// The screen of one question.

"use strict";

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
    "aria-describedby": "above notes",
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
    element(
      "div",
      { id: "above" },
      paragraph(place, "place"),
      ...(opens ? [paragraph(domain.summary, "quiet")] : []),
      ...(question?.parent ? [paragraph(question.parent, "quiet")] : []),
    ),
    element("h1", { class: "question", dir: "auto" }, element("label", { for: "answer" }, asked.text)),
    element("div", { id: "notes" }, ...notes.map((note) => paragraph(note, "note"))),
    field,
    buttons(next, button("Back", steps.back), button("Enough for today", steps.enough)),
    paragraph("Ctrl and Enter: next.", "quiet keys"),
  ];
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
