// Reads a list beside the page, so that ten thousand rows do not hold it up.
import { type ListSource, parseList } from './parse.ts'

addEventListener('message', (event: MessageEvent<ListSource>) => {
  postMessage(parseList(event.data))
})
