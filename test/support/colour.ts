// Colour as numbers: OKLCH to sRGB, WCAG contrast, and what people with the three colour-blindnesses see.

export interface Oklch {
  l: number
  c: number
  h: number
}
export type Rgb = readonly [number, number, number]
type Matrix = readonly [Rgb, Rgb, Rgb]

const times = (matrix: Matrix, [a, b, c]: Rgb): Rgb => [
  matrix[0][0] * a + matrix[0][1] * b + matrix[0][2] * c,
  matrix[1][0] * a + matrix[1][1] * b + matrix[1][2] * c,
  matrix[2][0] * a + matrix[2][1] * b + matrix[2][2] * c,
]

/** Linear-light sRGB; outside 0…1 where the colour is outside sRGB. */
export function linearOf({ l, c, h }: Oklch): Rgb {
  const turn = (h * Math.PI) / 180
  const [a, b] = [c * Math.cos(turn), c * Math.sin(turn)]
  const cube = (value: number) => value ** 3
  return times(
    [
      [4.0767416621, -3.3077115913, 0.2309699292],
      [-1.2684380046, 2.6097574011, -0.3413193965],
      [-0.0041960863, -0.7034186147, 1.707614701],
    ],
    [
      cube(l + 0.3963377774 * a + 0.2158037573 * b),
      cube(l - 0.1055613458 * a - 0.0638541728 * b),
      cube(l - 0.0894841775 * a - 1.291485548 * b),
    ],
  )
}

/** OKLab coordinates of linear-light sRGB. */
export function labOf(linear: Rgb): Rgb {
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    linear,
  )
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [Math.cbrt(lms[0]), Math.cbrt(lms[1]), Math.cbrt(lms[2])],
  )
}

const clip = (value: number) => Math.min(1, Math.max(0, value))
const luminance = ([r, g, b]: Rgb) => 0.2126 * clip(r) + 0.7152 * clip(g) + 0.0722 * clip(b)

/** WCAG 2 contrast, 1…21. */
export function contrast(one: Oklch, other: Oklch): number {
  const [light, dark] = [luminance(linearOf(one)), luminance(linearOf(other))].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** Machado, Oliveira and Fernandes 2009, full severity, on linear light. */
export const blindness: Record<'protan' | 'deutan' | 'tritan', Matrix> = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** How far apart two colours are to such eyes, in OKLab. */
export function apart(one: Oklch, other: Oklch, eyes: Matrix): number {
  const seen = (colour: Oklch) => {
    const [r, g, b] = times(eyes, linearOf(colour))
    return labOf([clip(r), clip(g), clip(b)])
  }
  const [a, b] = [seen(one), seen(other)]
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
}
