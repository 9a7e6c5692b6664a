// pino-roll ships no types: a stream that turns its file over by size and drops the oldest.
declare module 'pino-roll' {
  interface Options {
    file: string
    extension?: string
    size?: string
    limit?: { count: number }
  }
  const roll: (options: Options) => Promise<NodeJS.WritableStream>
  export default roll
}
