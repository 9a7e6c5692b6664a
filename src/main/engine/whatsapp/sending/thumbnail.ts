// The small picture that a chat shows before an image is loaded. A message goes out without one when it cannot be made.
import { loadSharp } from '../../base/sharp.ts'

export interface Thumbnail {
  jpeg: Buffer
  width: number
  height: number
}

const WIDTH = 64

/** @returns null for what cannot be read as an image */
export async function thumbnailOf(path: string): Promise<Thumbnail | null> {
  try {
    const sharp = await loadSharp()
    const image = sharp(path)
    const { width, height } = await image.metadata()
    const jpeg = await image.rotate().resize(WIDTH).jpeg({ quality: 50 }).toBuffer()
    return { jpeg, width, height }
  } catch {
    return null
  }
}
