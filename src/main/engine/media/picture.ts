// A picture is opened far enough to know that it is one and how many points it has, before anybody decodes it whole.
import { loadSharp } from '../base/sharp.ts'
import { brokenPicture, hugePicture } from './validate.ts'

/** A decoded point takes four bytes; beyond this a small file could fill the memory. */
const MOST_MEGAPIXELS = 100

/** @throws MEDIA_REJECTED when the picture cannot be read or has too many points, or no picture can be opened on this PC */
export async function checkPicture(path: string, name: string): Promise<void> {
  const sharp = await loadSharp()
  const {
    width,
    height,
    pages = 1,
  } = await sharp(path, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw brokenPicture(name)
    })
  const megapixels = (width * height * pages) / 1e6
  if (megapixels > MOST_MEGAPIXELS) throw hugePicture(name, megapixels)
}
