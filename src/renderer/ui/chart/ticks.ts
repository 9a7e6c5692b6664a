// Where a chart's lines and labels stand: from zero, round figures, never more than asked for.

/** Round figures from 0 to at least `most`, `count` lines at most (0 included). Whole numbers: we count messages. */
export function valueTicks(most: number, count = 5): number[] {
  const top = Math.max(1, most)
  const rough = top / (count - 1)
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough && Number.isInteger(size)) ??
      Math.ceil(rough),
  )
  const lines = Math.ceil(top / step)
  return Array.from({ length: lines + 1 }, (_, index) => index * step)
}

/** Which of `length` labels are written: evenly, `most` at most, always the last (today). */
export function labelled(length: number, most = 8): (index: number) => boolean {
  const every = Math.max(1, Math.ceil(length / most))
  return (index) => (length - 1 - index) % every === 0
}
