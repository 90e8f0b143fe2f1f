// The first screen: what to know before one writes, and what to reflect on.

"use strict";

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
