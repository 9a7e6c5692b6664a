// Reads a list beside the page, so that ten thousand rows do not hold it up.
import { type ListSource, readList } from './table.ts'

addEventListener('message', (event: MessageEvent<ListSource>) => {
  postMessage(readList(event.data))
})
