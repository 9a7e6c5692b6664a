// The rows that need a fix as a CSV that a spreadsheet opens: the list's own columns, then line and problem. Pure.

const quoted = (cell: string) => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** UTF-8 with its mark and CRLF, as spreadsheets like it. @param lines heads first */
export function csvOf(lines: readonly (readonly string[])[]): string {
  return `\ufeff${lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')}`
}
