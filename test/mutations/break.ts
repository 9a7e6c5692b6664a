// What a deliberate break is: a text of the sources replaced by another, and the proofs of which one must see it.
export interface Change {
  /** Below src/main/engine. */
  file: string
  /** Stands once in the file. */
  from: string
  to: string
}

export interface Break extends Change {
  promise: string
  what: string
  /** Below test, without `.test.ts`. */
  proofs: string[]
  /** A second change that belongs to the first. */
  and?: Change
  /** As many cases as will do. */
  cases?: number
}
