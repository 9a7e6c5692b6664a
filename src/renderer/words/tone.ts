// Tones: what a colour means. `plain` = ink-2, `faint` = ink-3.
export type Tone = 'plain' | 'faint' | 'positive' | 'info' | 'caution' | 'danger'
