// What holds of the desktop program, in the order in which it is tried on one start of it. One text for every runner and
// for both shells: real Electron, and the stand-in over a real Chromium.
import { end, life } from './life.ts'
import { saving } from './saving.ts'
import type { Case } from './steps.ts'
import { walls } from './walls.ts'

export const cases: readonly Case[] = [...life, ...saving, ...walls, ...end]
