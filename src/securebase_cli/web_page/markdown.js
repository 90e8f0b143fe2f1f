// A sitting as Markdown, for people who do not have the program.

"use strict";

// What begins a heading, a list, a quotation, a rule, a fence, a table, HTML or a reference.
const MARKDOWN_START = /^(\s*)([#>+*=~`<|[_-])/;
const MARKDOWN_NUMBER = /^(\s*\d{1,9})([.)])/;

/**
 * @param {Sitting} sitting
 * @returns {string}
 */
function sittingAsMarkdown(sitting) {
  const words = CONTENT.words;
  const blocks = [];
  for (const domain of CONTENT.domains) {
    const answered = sitting.questions.filter(
      (question) => question.domain === domain.id && question.answer,
    );
    if (answered.length) {
      blocks.push(`# ${escapeMarkdown(domain.title)}, ${longDate(sitting.date)}`);
    }
    for (const { text, answer } of answered) {
      blocks.push(`## ${escapeMarkdown(text)}`, escapeMarkdown(answer ?? ""));
    }
  }
  for (const { value, basis } of sitting.scalings) {
    const suffix = basis && `, ${CONTENT.bases[basis]}`;
    blocks.push(`## ${words.scaleLabel}`, `${value} of 10${suffix}`);
  }
  if (sitting.takeaway) {
    blocks.push(`## ${words.takeawayHeading}`, escapeMarkdown(sitting.takeaway));
  }
  if (sitting.action.text) {
    const due = sitting.action.due && ` 📅 ${sitting.action.due}`;
    blocks.push(`## ${words.actionHeading}`, `- [ ] ${sitting.action.text}${due}`);
  }
  return `${blocks.join("\n\n")}\n`;
}

/**
 * Escape what would begin something other than a paragraph, so that the headings are the page's.
 * @param {string} text
 */
function escapeMarkdown(text) {
  const escapeLine = (/** @type {string} */ line) =>
    line.replace(MARKDOWN_START, "$1\\$2").replace(MARKDOWN_NUMBER, "$1\\$2");
  return text.split(/\r\n|\r|\n/).map(escapeLine).join("\n");
}
