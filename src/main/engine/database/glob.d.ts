// Text files that the bundler takes in as strings.
declare module '*?raw' {
  const text: string
  export default text
}
