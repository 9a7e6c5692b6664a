// Whether a cell looks as if somebody meant a phone number. Only to find the column; the engine alone judges a number.

/** Digits of any script, with what people put between them; also what a spreadsheet made of one. */
export function isPhoneLike(cell: string): boolean {
  const text = cell.trim().replace(/^(?:tel|whatsapp):/i, '')
  if (/^\d(?:[.,]\d+)?e\+\d+$/i.test(text)) return true
  if (!/^[+(]?[\p{Nd}\s().\-\u2010-\u2015/+\u200e\u200f\u202a-\u202e\u2066-\u2069]+$/u.test(text)) return false
  const digits = text.match(/\p{Nd}/gu)?.length ?? 0
  return digits >= 7 && digits <= 17
}
