// What the bundler puts in place of `import.meta.glob`: the texts of all files that match, by their path.
interface ImportMeta {
  glob<Text>(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, Text>
}
