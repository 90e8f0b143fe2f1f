// The last screen: the whole reflection, to be saved, read, changed and printed.

"use strict";

const IN_CLEAR =
  "The file is in clear: anyone who opens it can read it. Delete it, and whatever copies of it " +
  "there are, once it is in your journal. Then wipe what you wrote here, below.";

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

/** @param {string} what @param {() => void} onclick */
function changeButton(what, onclick) {
  const made = button("Change", onclick, "change");
  made.setAttribute("aria-label", `Change: ${what}`);
  return made;
}
