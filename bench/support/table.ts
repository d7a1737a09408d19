/** Tables as docs/performance.md has them. */

/** `rows`: one object a row, with the same keys in each, which are the headings. Cells without text are left out. */
export function printTable(title: string, rows: readonly Record<string, string>[]): void {
  const headings = Object.keys(rows[0] ?? {});
  const cells = [headings, ...rows.map((row) => Object.values(row))];
  const widths = headings.map((_, column) =>
    Math.max(3, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const line = (texts: readonly string[]) =>
    `| ${texts.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`,
  );
  console.log([`\n${title}\n`, line(headings), line(rule), ...cells.slice(1).map(line)].join("\n"));
}

/** Three digits that count, such as 41,300 or 0.824; a dash for what could not be measured. */
export function show(value: number): string {
  return Number.isNaN(value) ? "–" : value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
