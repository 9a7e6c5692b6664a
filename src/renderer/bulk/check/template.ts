// One text for all, with a place for each person's own words: "Salam {Name}". Pure.

/** A place in the text: what stands between braces and is the name of a column. */
const PLACE = /\{([^{}\n]{1,60})\}/g

export interface Template {
  /** Fills in one row; `empty` = the first column it needed and that was empty, null when all is there. */
  fill(cells: readonly string[]): { text: string; empty: number | null }
  /** What stands between braces and is no column; it is sent as written. */
  unknown: string[]
}

const fold = (name: string) => name.trim().toLocaleLowerCase()

/** @param headings the columns' names, in order */
export function createTemplate(text: string, headings: readonly string[]): Template {
  const columns = new Map(headings.map((name, index) => [fold(name), index] as const).reverse())
  const unknown = [...text.matchAll(PLACE)].map(([, name = '']) => name).filter((name) => !columns.has(fold(name)))
  return {
    unknown: [...new Set(unknown)],
    fill(cells) {
      let empty: number | null = null
      const filled = text.replace(PLACE, (whole, name: string) => {
        const column = columns.get(fold(name))
        if (column === undefined) return whole
        const value = cells[column] ?? ''
        if (value === '') empty ??= column
        return value
      })
      return { text: filled, empty }
    },
  }
}
